"""Whether a kept connection to the database still lives, found out without asking the database before every request."""

import select
from time import monotonic
from typing import Any, Final

from sqlalchemy import Engine, event, exc

# A connection that rested longer than this is asked, in seconds: a router may have forgotten it and told nobody.
_TRUST: Final = 30.0
_RESTING_SINCE: Final = "resting_since"


def watch_connections(engine: Engine) -> None:
    """Replace connections that ended while they rested in the engine's pool, before anybody works with one.

    A server that stops or ends a connection closes its socket, and that is seen here without a word to the server; only
    what cannot be seen so is asked for. This takes the place of SQLAlchemy's `pool_pre_ping`.
    """

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info[_RESTING_SINCE] = monotonic()

    @event.listens_for(engine, "checkout")
    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.pop(_RESTING_SINCE, None)
        if since is None:
            return
        if connection.closed:
            raise exc.InvalidatePoolError
        if _has_heard_something(connection) or monotonic() - since > _TRUST:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as failure:
                raise exc.InvalidatePoolError from failure


def _has_heard_something(connection: Any) -> bool:
    """Whether bytes, or the end of the stream, wait on the socket: between two transactions nothing should."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
