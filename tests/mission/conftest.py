"""A worker and a relay for the missions that wait for work in the background."""

from tests.support.background import background

__all__ = ["background"]
