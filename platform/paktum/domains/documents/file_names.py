"""Names of files that leave the house: plain enough for every system and for a folder inside an archive."""

import re

from paktum.core.search import folded


def file_name_part(text: str) -> str:
    """The text in small ASCII letters, digits and hyphens."""
    plain = folded(text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def file_name(ending: str, *parts: str) -> str:
    """A file's name of parts that say what it is; those that have no letters are left out."""
    name = "-".join(filter(None, map(file_name_part, parts)))
    return f"{name or 'document'}.{ending}"
