"""What gunicorn is told: `gunicorn --config python:paktum.serving "paktum.app:create_app()"`.

The application is loaded once, and its pages are made once, before the workers are forked: what that builds is then shared.
"""

import ctypes
import gc
from typing import Any, Final

import structlog
from flask import Flask
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from paktum.core.database import PLATFORM, db, session_apart
from paktum.core.languages import LANGUAGES, catalogue
from paktum.core.logins import refuse_powerful_login
from paktum.core.working_days import learn_working_days
from paktum.domains.tenancy.queries import pacts
from paktum.web.rehearsal import rehearse

log = structlog.get_logger()

worker_class: Final = "sync"
preload_app: Final = True
# Signals do all that is needed; its socket lies in the account's home, where two installations would fight for it.
control_socket_disable: Final = True


def when_ready(arbiter: Any) -> None:
    """Load what every worker needs before they are forked, and leave it out of garbage collection: a sweep would copy it."""
    for language in LANGUAGES:
        catalogue(language)
    app = arbiter.app.wsgi()
    packs = [plugin.pack for plugin in app.extensions["paktum"].plugins.by_code.values()]
    learn_working_days(sorted({pack.country for pack in packs if pack.country}))
    rehearse_each_language(app)
    gc.collect()
    _give_back_what_is_free()
    gc.freeze()


def _give_back_what_is_free() -> None:
    """Return to the system what loading used and let go of; glibc would keep it, and every worker a copy of it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def rehearse_each_language(app: Flask) -> None:
    """Make the pages of one pact of each language that has one; without a database the workers start all the same."""
    try:
        with app.app_context(), session_apart(PLATFORM) as session:
            hosts = {pact.language: pact.host for pact in pacts(session)}
        for host in hosts.values():
            rehearse(app, host)
    except SQLAlchemyError as failure:
        log.warning("pages were not rehearsed", reason=type(failure).__name__)
    finally:
        # Two processes on one connection would mix their answers: the workers are to open their own.
        with app.app_context():
            db.engine.dispose()


def post_worker_init(worker: Any) -> None:
    """Refuse to serve on a database login that row-level security does not hold; gunicorn then stops altogether.

    Where the database is away, workers start all the same: the login is asked about again at the first connection.
    """
    with worker.app.wsgi().app_context():
        try:
            refuse_powerful_login(db.engine)
        except OperationalError as failure:
            log.warning("the database login was not checked", reason=type(failure).__name__)
