"""Names of files that leave the house: plain enough for every system and for a folder inside an archive."""

import re
import unicodedata


def file_name_part(text: str) -> str:
    """The text in small ASCII letters, digits and hyphens; `ł` and `đ` have no decomposition and are named."""
    plain = unicodedata.normalize("NFKD", text.lower().translate({ord("ł"): "l", ord("đ"): "d", ord("ß"): "ss"}))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:60].rstrip("-")


def file_name(ending: str, *parts: str) -> str:
    """A file's name of parts that say what it is; those that have no letters are left out."""
    name = "-".join(filter(None, map(file_name_part, parts)))
    return f"{name or 'document'}.{ending}"
