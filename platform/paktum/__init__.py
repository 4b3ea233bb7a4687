"""Paktum: the working place of regional employment pacts."""
