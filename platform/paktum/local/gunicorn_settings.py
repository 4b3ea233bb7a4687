"""Gunicorn's settings for the demo: the app is loaded once and shared by the workers, which stop quickly."""

from typing import Any, Final

from paktum.web import serving

workers: Final = 2
worker_class: Final = "sync"
preload_app: Final = True
graceful_timeout: Final = 1
timeout: Final = 60
loglevel: Final = "warning"
control_socket_disable: Final = True


def post_fork(arbiter: Any, worker: Any) -> None:
    """Forget connections that loading the app opened: two processes on one connection would mix their answers."""
    app = arbiter.app.wsgi()
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)


when_ready: Final = serving.when_ready
post_worker_init: Final = serving.post_worker_init
