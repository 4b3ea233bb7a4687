"""What the page after a change says of it: one sentence above the page's head, said once."""

from typing import Final

from flask import flash, get_flashed_messages

from paktum.core.messages import Message, say
from paktum.web.context import current_language

_DONE: Final = "done"


def tell(message: Message, kind: str = _DONE) -> None:
    """Say something on the next page that this browser opens; kind is done, late or unsure."""
    flash(say(message, current_language()), kind)


def told() -> list[tuple[str, str]]:
    """What waits to be said, as (kind, sentence); each is given out once."""
    return list(get_flashed_messages(with_categories=True))
