"""What can only be seen from inside: how many statements a page sends to the database."""

from collections.abc import Mapping, Sequence

from flask import Flask

from paktum.app import create_app
from paktum.core.database import db
from paktum.core.settings import Settings
from tests.bench.measure import Target
from tests.support.statements import counted_statements


def statements_of(targets: Sequence[Target], environment: Mapping[str, str]) -> dict[str, int]:
    """By target: the statements of one request, after one that has filled what the process keeps."""
    app = create_app(Settings.from_environment(environment))
    try:
        return {target.name: _statements(app, target) for target in targets}
    finally:
        with app.app_context():
            db.engine.dispose()


def _statements(app: Flask, target: Target) -> int:
    client, origin = app.test_client(use_cookies=False), f"http://{target.headers['Host']}"
    client.get(target.path, base_url=origin, headers=dict(target.headers))
    if target.before is not None:
        target.before()
    with counted_statements(app) as sent:
        answer = client.get(target.path, base_url=origin, headers=dict(target.headers))
    if answer.status_code != 200:
        raise RuntimeError(f"{target.name} answered {answer.status_code}")
    return len(sent)
