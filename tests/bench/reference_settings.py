"""Gunicorn's settings for the references: the same as the platform's in the demo, but for what only the platform has."""

from typing import Final

workers: Final = 2
worker_class: Final = "sync"
preload_app: Final = True
graceful_timeout: Final = 1
timeout: Final = 60
loglevel: Final = "warning"
control_socket_disable: Final = True
