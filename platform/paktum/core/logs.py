"""Structured logs: one JSON line an event, with tenant, request and job, and no personal data."""

import logging
import sys
from typing import Final, TextIO, cast

import structlog

from paktum.core.ids import new_id

# Keys whose values would name a person or open a door; they are dropped wherever they come from.
_PERSONAL: Final = frozenset({"email", "password", "name", "holder", "secret", "token", "cookie", "recipient", "body"})


class _StandardError:
    """Standard error as it is when something is written: another may have taken the place of the one at the start."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def _drop_personal(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {key: value for key, value in event.items() if key not in _PERSONAL}


def configure_logs(level: int = logging.INFO) -> None:
    """Write events as JSON lines to standard error; called once by each process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _drop_personal,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=True,
    )


def bind_request(tenant: str | None) -> None:
    """Mark what is logged from here on with the tenant's slug and a new request id."""
    structlog.contextvars.bind_contextvars(tenant=tenant or "-", request=new_id().hex)


def bind_job(tenant: str, job: str, topic: str) -> None:
    """Mark what is logged from here on with the tenant, the job's id and its topic."""
    structlog.contextvars.bind_contextvars(tenant=tenant, job=job, topic=topic)


def clear_request() -> None:
    """Forget the marks."""
    structlog.contextvars.clear_contextvars()
