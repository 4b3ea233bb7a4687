"""What gunicorn is told in production: `gunicorn --config python:paktum.web.serving "paktum.app:create_app()"`."""

import gc
from typing import Any

from paktum.core.database import db
from paktum.core.languages import LANGUAGES, catalogue
from paktum.core.logins import refuse_powerful_login


def when_ready(_arbiter: Any) -> None:
    """Load what every worker needs before they are forked, and leave it out of garbage collection: a sweep would copy it."""
    for language in LANGUAGES:
        catalogue(language)
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Refuse to serve on a database login that row-level security does not hold; gunicorn then stops altogether."""
    with worker.app.wsgi().app_context():
        refuse_powerful_login(db.engine)
