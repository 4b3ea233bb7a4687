"""What the page after a change says of it: one sentence above the page's head, said once."""

import json
from typing import Any, Final

from flask import flash, get_flashed_messages

from paktum.core.messages import Message, say
from paktum.web.context import current_language

_DONE: Final = "done"


def tell(message: Message, kind: str = _DONE, undo: str | None = None) -> None:
    """Say something on the next page that this browser opens.

    `kind` is done, late or unsure; `undo` is an address that takes an empty POST and takes the change back.
    """
    flash(json.dumps([say(message, current_language()), undo]), kind)


def told() -> list[tuple[str, str, str | None]]:
    """What waits to be said, as (kind, sentence, address to undo it); each is given out once."""
    waiting: Any = get_flashed_messages(with_categories=True)
    given_out = [(kind, json.loads(text)) for kind, text in waiting]
    return [(kind, text, undo) for kind, (text, undo) in given_out]
