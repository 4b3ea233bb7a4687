"""What can keep the local servers from running, said so that a person knows what to do next."""

from paktum.core.errors import PaktumError


class LocalError(PaktumError):
    """A local server cannot be set up, started or reached; the message says why and what helps."""


class InUse(LocalError):
    """The data folder or the port belongs to a process that is still running."""
