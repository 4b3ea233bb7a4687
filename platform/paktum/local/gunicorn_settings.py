"""Gunicorn's settings for the demo: as in production, but two workers that stop quickly."""

from typing import Final

from paktum import serving

workers: Final = 2
worker_class: Final = serving.worker_class
preload_app: Final = serving.preload_app
graceful_timeout: Final = 1
timeout: Final = 60
loglevel: Final = "warning"
control_socket_disable: Final = serving.control_socket_disable

when_ready: Final = serving.when_ready
post_worker_init: Final = serving.post_worker_init
