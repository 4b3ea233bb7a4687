"""What can go wrong in ways a person can understand; the web, the command line and jobs each show these in their way."""

from collections.abc import Mapping
from types import MappingProxyType

from paktum.core.messages import Message, msg


class PaktumError(Exception):
    """A refusal with a sentence for the person who asked."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


class NotFound(PaktumError):
    """There is no such thing, or it may not be seen: the two look the same on purpose."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or msg("This page does not exist, or you may not see it."))


class Forbidden(PaktumError):
    """The person is known, but may not do this."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or msg("Your role does not allow this. Whoever assigns the roles can change that."))


class Invalid(PaktumError):
    """What was entered cannot be kept; `fields` says why, by the field's name."""

    def __init__(self, fields: Mapping[str, Message], message: Message | None = None) -> None:
        super().__init__(message or msg("Something needs correcting. Nothing was saved yet."))
        self.fields = MappingProxyType(dict(fields))


class Conflict(PaktumError):
    """Somebody else changed the same thing meanwhile."""


class Refused(PaktumError):
    """What came in (a file, a mail, a request of another system) is not accepted as it is."""
