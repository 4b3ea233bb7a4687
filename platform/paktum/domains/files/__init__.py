"""Stored files: kept once by their content, named and served per tenant."""
