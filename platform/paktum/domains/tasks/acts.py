"""The words for what is done with tasks."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "task.carried": msg("Open tasks were put on an agenda"),
    "task.done": msg("A task was finished"),
    "task.dropped": msg("A task was dropped"),
    "task.edited": msg("A task was edited"),
    "task.given": msg("A task was given"),
    "task.noted_on_agenda": msg("A note was made on a task at a meeting"),
    "task.remarked": msg("A remark was made on a task"),
    "task.reopened": msg("A task was opened again"),
    "task.started": msg("A task was started"),
}
