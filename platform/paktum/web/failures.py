"""Error pages: one calm page for each kind of refusal, in the reader's language, which names nothing it should not."""

from typing import Final
from urllib.parse import urlsplit

import structlog
from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound, PaktumError, Refused
from paktum.core.messages import Message, msg
from paktum.web.entry import page_before

log = structlog.get_logger()

_STATUS: Final[dict[type[PaktumError], int]] = {
    NotFound: 404,
    Forbidden: 403,
    Invalid: 422,
    Conflict: 409,
    Refused: 422,
}

_TITLES: Final[dict[int, Message]] = {
    400: msg("This request could not be understood"),
    403: msg("This is not open to you"),
    404: msg("There is no such page"),
    405: msg("This is not how this page is used"),
    409: msg("This cannot be done now"),
    413: msg("This is too large"),
    422: msg("This could not be accepted"),
    429: msg("Too many attempts"),
    500: msg("Something went wrong here"),
}
_WORDS: Final[dict[int, Message]] = {
    400: msg(
        "The form was open for a long time, or it was sent from another page. Go back, reload, and send it again."
    ),
    403: msg("Your role does not allow this. Whoever assigns the roles can change that."),
    404: msg("This page does not exist, or you may not see it."),
    413: msg("The file or the form is larger than what can be taken here."),
    500: msg(
        "Nothing was changed. The people who run this installation can see what happened. Please try again later."
    ),
}


def show_failures(app: Flask) -> None:
    """Register the error pages."""

    @app.errorhandler(PaktumError)
    def refused(failure: PaktumError) -> tuple[str, int]:
        status = next((code for kind, code in _STATUS.items() if isinstance(failure, kind)), 422)
        return page(status, failure.message)

    @app.errorhandler(HTTPException)
    def http(failure: HTTPException) -> ResponseReturnValue:
        if isinstance(failure, InternalServerError) and isinstance(failure.original_exception, IntegrityError):
            # What fails when the transaction is committed fails after the view, and comes wrapped.
            return taken(failure.original_exception)
        if isinstance(failure, InternalServerError) and isinstance(failure.original_exception, Exception):
            return broken(failure.original_exception)
        return failure if (failure.code or 500) < 400 else page_of(failure)

    @app.errorhandler(IntegrityError)
    def taken(failure: IntegrityError) -> tuple[str, int]:
        if not isinstance(failure.orig, UniqueViolation):
            return broken(failure)
        log.warning("saved twice", reason=type(failure.orig).__name__)
        current_session().rollback()
        return page(409, msg("The same was saved a moment earlier, perhaps by a second click. Go back and look again."))

    @app.errorhandler(Exception)
    def broken(failure: Exception) -> tuple[str, int]:
        log.exception("request failed", exc_info=failure)
        if isinstance(failure, SQLAlchemyError):
            # The page of a visitor asks the database once more, in a transaction that is broken, or for one that is away.
            g.visitor = None
        else:
            current_session().rollback()
        return page(500, _WORDS[500])


def page_of(failure: HTTPException) -> ResponseReturnValue:
    """The error page of a refused request, for blueprints whose own handler has nothing better to say of it.

    One that was used by another method says which it takes (RFC 9110, 15.5.6).
    """
    status = failure.code or 500
    methods = failure.valid_methods if isinstance(failure, MethodNotAllowed) else None
    headers = {"Allow": ", ".join(sorted(methods))} if methods else {}
    return *page(status, _WORDS.get(status, _WORDS[400])), headers


def page(status: int, words: Message) -> tuple[str, int]:
    """The error page of a status with a sentence."""
    heading = _TITLES.get(status, _TITLES[400 if status < 500 else 500])
    ways = [*_back(), (msg("To the first page"), "/")]
    return render_template("error.html", heading=heading, text=words, ways=ways), status


def _back() -> list[tuple[Message, str]]:
    """The way to the page that led here, where the browser tells it: one of the same site, and another than this."""
    address = page_before()
    if not address or urlsplit(address).path == request.path:
        return []
    return [(msg("Go back"), address)]
