"""The refusal to work with a database login that row-level security does not hold."""

from typing import Any, Final

from sqlalchemy import Engine, event, text

from paktum.core.settings import SettingsError

# A login that may become the owner of a table (by membership in its role) is as strong as the owner.
_QUESTION: Final = text("""
select r.rolname, r.rolsuper, r.rolbypassrls,
       exists (select 1 from pg_class c
               where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                 and pg_has_role(r.oid, c.relowner, 'MEMBER')) as owns
from pg_roles r where r.rolname = current_user
""")


def refuse_powerful_login(engine: Engine) -> None:
    """Raise SettingsError when the engine's login is a superuser, may pass row-level security, or owns a table."""
    with engine.connect() as connection:
        _refuse(*connection.execute(_QUESTION).one())


def watch_logins(engine: Engine) -> None:
    """Ask the same at the engine's first connection, so that no statement ever runs on a login that is too strong."""

    @event.listens_for(engine, "first_connect")
    def check(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_QUESTION.text)
            found = cursor.fetchone()
        connection.rollback()
        _refuse(*found)


def _refuse(name: str, superuser: bool, passes: bool, owns: bool) -> None:
    reasons = ("is a superuser", superuser), ("has BYPASSRLS", passes), ("owns tables, or may act as their owner", owns)
    for reason, holds in reasons:
        if holds:
            raise SettingsError(
                f"the database login «{name}» {reason}: row-level security would not hold it. "
                "Use the login made for the application (paktum_app, paktum_worker)."
            )
