"""What a meeting is called: by its own title, or by its bodies and its number in the year."""

from collections.abc import Sequence
from typing import Protocol

from paktum.core.messages import Message, msg


class NumberedBody(Protocol):
    """A body with the number that a meeting has among its meetings of a year."""

    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def year(self) -> int: ...


def meeting_title(title: str, bodies: Sequence[NumberedBody], *, short: bool = False) -> str | Message:
    """The title that people gave, else one made of the bodies' names (short ones where a line is narrow) and the number.

    Raises ValueError for a meeting without a body.
    """
    if title:
        return title
    if not bodies:
        raise ValueError("a meeting has at least one body")
    names = [body.short_name or body.name if short else body.name for body in bodies]
    first = bodies[0]
    if len(bodies) > 1:
        return msg("Joint session: %(bodies)s", bodies=" + ".join(names))
    return msg("%(body)s, %(term_session)s %(number)d/%(year)d", body=names[0], number=first.number, year=first.year)
