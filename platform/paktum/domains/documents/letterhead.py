"""The letterhead: what heads every paper of the pact."""

from typing import Annotated

from pydantic import StringConstraints

from paktum.domains.documents.frozen import Frozen, Name, Text


class Letterhead(Frozen):
    """Names, place, accent colour (`#rrggbb`) and perhaps a logo (SVG)."""

    pact_name: Name
    reference: Text = ""
    organisation: Text = ""
    place: Text = ""
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0c5746"
    logo_svg: str = ""


def coloured(drawing: str, colour: str) -> str:
    """An SVG whose lines take the colour around them, in one colour: on paper there is nothing around."""
    return drawing.replace("currentColor", colour)
