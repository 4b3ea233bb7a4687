"""The application for one command, on the servers that the environment or the demo names."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


@contextmanager
def application(data: Path, port: int) -> "Iterator[Flask]":
    """The application beside the demo of that folder and port; raises LocalError without a database.

    The servers may be the command's own, and are stopped next: nothing is connected any more when this ends.
    """
    from paktum.app import create_app
    from paktum.core.database import db
    from paktum.core.settings import Settings
    from paktum.local.environment import connected

    with connected(data, port) as environment:
        app = create_app(Settings.from_environment(environment))
        try:
            yield app
        finally:
            with app.app_context():
                db.engine.dispose()
