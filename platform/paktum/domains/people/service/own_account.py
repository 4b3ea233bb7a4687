"""What people change of their own account."""

from sqlalchemy import update

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.languages import Language
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.people import rules
from paktum.domains.people.passwords import hash_password
from paktum.domains.people.service.resetting import close_links, tell_of_new_password
from paktum.domains.people.service.signing_in import WrongSignIn, check_password, end_other_sessions
from paktum.domains.people.tables import Account


def change_password(
    session: TenantSession, clock: Clock, actor: Actor, old: str, new: str, kept_secret: str | None, origin: str
) -> None:
    """Change the actor's own password; other browsers are signed out, and links to set another one are closed.

    Raises Invalid, for a wrong present password too: that attempt is counted and must be committed. Raises TooManyAttempts.
    """
    authorise(actor, "people.own_account")
    account = session.get_one(Account, actor.account_id)
    try:
        check_password(session, clock, account.email, old, account.password_hash, origin)
    except WrongSignIn as wrong:
        raise Invalid({"old_password": msg("This is not your present password.")}) from wrong
    problem = rules.password_problem(new, account.email)
    if problem:
        raise Invalid({"password": problem})
    account.password_hash = hash_password(new)
    end_other_sessions(session, clock, account.id, kept_secret)
    close_links(session, clock, account.id)
    tell_of_new_password(session, account.id)
    record(session, clock, actor, "account.password_changed", "account", account.id)


def sign_out_elsewhere(session: TenantSession, clock: Clock, actor: Actor, kept_secret: str | None) -> None:
    """End the actor's sessions in all other browsers, at every pact."""
    authorise(actor, "people.own_account")
    if actor.account_id is not None:
        end_other_sessions(session, clock, actor.account_id, kept_secret)
        record(session, clock, actor, "account.signed_out_elsewhere", "account", actor.account_id)


def choose_language(session: TenantSession, actor: Actor, language: Language) -> None:
    """Keep the language that a person wants to read."""
    authorise(actor, "people.own_account")
    session.execute(update(Account).where(Account.id == actor.account_id).values(language=language))


def switch_shortcuts(session: TenantSession, actor: Actor, on: bool) -> None:
    """Switch single-letter keys on or off (WCAG 2.2, 2.1.4)."""
    authorise(actor, "people.own_account")
    session.execute(update(Account).where(Account.id == actor.account_id).values(shortcuts=on))
