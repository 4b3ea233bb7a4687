"""Accounts, sign-in, memberships and roles."""
