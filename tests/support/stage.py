"""A stage: the application served to a browser from this process, at a time that the test sets; its outbox runs at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from paktum.core.clock import FixedClock
from paktum.web.context import House
from tests.support.live import free_port
from tests.support.pacts import Pact
from tests.support.post import Mail, carry_out_waiting, mails

if TYPE_CHECKING:
    from flask import Flask


class Stage:
    """The running application; `port` is where its pages are served."""

    def __init__(self, app: "Flask", port: int) -> None:
        self.app = app
        self.port = port

    def set_time(self, instant: datetime) -> None:
        """Let it be an aware instant from now on."""
        house: House = self.app.extensions["paktum"]
        self.app.extensions["paktum"] = replace(house, clock=FixedClock(instant))

    def origin(self, pact: Pact) -> str:
        return f"http://{pact.host}:{self.port}"

    def work(self, pact: Pact) -> int:
        """Carry out what waits, as relay and worker would; gives the number of messages."""
        return carry_out_waiting(pact)

    def mails(self, pact: Pact) -> list[Mail]:
        """All mails of a pact, after what waits was carried out."""
        return mails(pact)


@contextmanager
def stage_of(app: "Flask", instant: datetime) -> Iterator[Stage]:
    """Serve the application at an instant; its own clock and settings come back afterwards."""
    from werkzeug.serving import make_server

    house: House = app.extensions["paktum"]
    port = free_port()
    app.extensions["paktum"] = replace(house, clock=FixedClock(instant), settings=replace(house.settings, port=port))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Stage(app, port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["paktum"] = house
