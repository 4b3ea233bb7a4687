"""Decisions of bodies: the register, their execution and publication, and what travels between bodies."""
