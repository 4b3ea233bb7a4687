"""Pages beside each other: what two answers say, without the token of their forms, which tells the second it was made in."""

import re


def without_token(page: str) -> str:
    """The page with nothing in the place of its forms' tokens."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", page)
