"""Whether the process lives, and whether it can serve: for supervisors and load balancers."""

import structlog
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from paktum.core.database import PLATFORM, session_apart
from paktum.web.access import open_to_all

log = structlog.get_logger()

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("/live")
@open_to_all("supervisors ask without an account")
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="live")


@blueprint.get("/ready")
@open_to_all("supervisors ask without an account")
def ready() -> ResponseReturnValue:
    """The database answers and holds the tables. The queue is not asked: without it saving works, and jobs run later."""
    try:
        with session_apart(PLATFORM) as session:
            version = session.scalar(text("select version_num from alembic_version"))
    except SQLAlchemyError as failure:
        log.warning("not ready", reason=type(failure).__name__)
        return jsonify(status="not ready"), 503
    return jsonify(status="ready", schema=version)
