"""The business, one package a domain; which may import which is said in the import contracts of pyproject.toml."""
