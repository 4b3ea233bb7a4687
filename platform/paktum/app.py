"""Where the house is put together: the one place that knows the web, the domains and the plugins at once."""

import itertools
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import func, select
from werkzeug.middleware.proxy_fix import ProxyFix

from paktum.core.actors import permissions_of_roles
from paktum.core.clock import Clock, SystemClock
from paktum.core.connections import watch_connections
from paktum.core.database import db
from paktum.core.languages import CATALOGUES, locale_of
from paktum.core.logins import watch_logins
from paktum.core.logs import configure_logs
from paktum.core.settings import Settings
from paktum.core.store import LocalFileStore
from paktum.core.subjects import Subjects
from paktum.domains import registry, schema
from paktum.domains.notices.tables import Notice
from paktum.domains.notices.views import waiting_notices
from paktum.domains.people.tables import Membership
from paktum.domains.people.visitors import load_visitor, make_login_manager
from paktum.domains.tasks.rules import UNFINISHED
from paktum.domains.tasks.tables import Task
from paktum.domains.tenancy.queries import HostDirectory, VocabularyShelf, configuration_digest
from paktum.plugin.loader import Plugins, Sourced, load_plugins
from paktum.plugin.registry import merge
from paktum.plugin.source import Source
from paktum.plugin.specs import TenantChanges, TenantFile
from paktum.plugin.vocabulary import Vocabulary
from paktum.web import components, health, layout
from paktum.web.assets.serve import register_assets
from paktum.web.context import House, current_language
from paktum.web.entry import open_doors
from paktum.web.failures import show_failures
from paktum.web.fragments import FragmentCache
from paktum.web.incoming import FitRequest
from paktum.web.security import guard

# Forms are small; the one page that takes files says so itself.
_LARGEST_FORM: Final = 1_000_000
# In seconds.
_CONNECTING: Final = 10


def create_app(settings: Settings | None = None, *, clock: Clock | None = None, worker: bool = False) -> Flask:
    """Build the application; nothing is connected until the first request or job.

    `worker` chooses the worker's database login. Raises SettingsError when the environment lacks something.
    """
    settings = settings or Settings.from_environment()
    configure_logs()
    app = Flask("paktum", static_folder=None, template_folder="web/templates")
    app.request_class = FitRequest
    app.config.update(_flask_settings(settings, worker))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.secure:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]
    # A flush follows references, also into tables of domains without a page of their own: all have to be known.
    schema.metadata()
    db.init_app(app)
    with app.app_context():
        watch_logins(db.engine)
        watch_connections(db.engine)
    Babel(app, locale_selector=lambda: str(locale_of(current_language())))
    house = _build_house(settings, clock or SystemClock())
    app.extensions["paktum"] = house
    guard(app, secure=settings.secure)
    open_doors(app, load_visitor)
    CSRFProtect(app)
    make_login_manager(house.role_permissions, _visitor_extras()).init_app(app)
    show_failures(app)
    if not worker:
        register_assets(app)
    layout.prepare(app)
    if settings.demo:
        app.register_blueprint(components.blueprint)
    for blueprint in (health.blueprint, *registry.blueprints(demo=settings.demo)):
        app.register_blueprint(blueprint)
    return app


def _flask_settings(settings: Settings, worker: bool) -> Mapping[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.worker_database_url if worker else settings.database_url,
        # Errors of the database are logged, and the values of a statement may be personal, or a secret vote.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": settings.pool,
            # A worker reads the words of a pact while it is at work for it, on a connection beside its others.
            "max_overflow": 2 if worker else 1,
            "hide_parameters": True,
            # A database that swallows connections must not hold a process for as long as the network would wait.
            "connect_args": {"connect_timeout": _CONNECTING},
        },
        "SESSION_COOKIE_NAME": "__Host-paktum" if settings.secure else "paktum",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "MAX_CONTENT_LENGTH": _LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": _LARGEST_FORM,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "WTF_CSRF_SSL_STRICT": settings.secure,
        "BABEL_TRANSLATION_DIRECTORIES": str(CATALOGUES),
        "BABEL_DEFAULT_LOCALE": "en_GB",
    }


def _build_house(settings: Settings, clock: Clock) -> House:
    plugins = load_plugins()
    return House(
        settings=settings,
        clock=clock,
        store=LocalFileStore(settings.files),
        tenant_of_host=HostDirectory(),
        vocabulary_of=VocabularyShelf(_merger(plugins)),
        plugins=plugins,
        role_permissions=permissions_of_roles(itertools.chain(*registry.permissions())),
        navigation=registry.navigation(),
        fragments=FragmentCache(),
        feeds=FragmentCache(),
        handlers=registry.handlers(),
        given_up=registry.given_up(),
        job_kinds=registry.job_kinds(),
        waiting_notices=waiting_notices,
        act_labels=registry.act_labels(),
        subjects=Subjects.of(registry.subject_kinds()),
    )


def _merger(plugins: Plugins) -> Callable[[dict[str, Any], dict[str, Any]], Vocabulary]:
    """What turns a tenant's stored configuration into its words; the plugins are loaded once, and checked by that."""

    def merge_stored(declared: dict[str, Any], changes: dict[str, Any]) -> Vocabulary:
        file = Sourced(TenantFile.model_validate(declared), Source("tenant.toml"))
        return merge(plugins, file, TenantChanges.model_validate(changes))

    return merge_stored


def _visitor_extras() -> tuple[Any, ...]:
    unread = (
        select(func.count())
        .select_from(Notice)
        .where(Notice.membership_id == Membership.id, Notice.read_at.is_(None))
        .scalar_subquery()
    )
    tasks = (
        select(func.count())
        .select_from(Task)
        .where(Task.membership_id == Membership.id, Task.state.in_(UNFINISHED))
        .scalar_subquery()
    )
    return (configuration_digest().label("digest"), unread.label("unread"), tasks.label("tasks"))
