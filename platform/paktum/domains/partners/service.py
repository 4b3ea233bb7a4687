"""The door to organisations: entering those a tenant starts with, adding, editing, ending, taking an end back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.core.opening import enter
from paktum.domains.audit.service import record
from paktum.domains.partners.rules import ConsortiumRole, consortium_problem, name_problem
from paktum.domains.partners.tables import Organisation
from paktum.plugin.vocabulary import Vocabulary


@dataclass(frozen=True)
class OrganisationDraft:
    """What people enter of an organisation; `kind` is a code of the tenant's kinds of organisations."""

    name: str
    kind: str
    place: str = ""
    consortium_role: ConsortiumRole | None = None
    email: str = ""


def open_organisations(
    session: TenantSession, organisations: Sequence[tuple[str, str, str, str]], consortium: Mapping[str, str]
) -> dict[str, uuid.UUID]:
    """Enter the organisations a tenant starts with, as `(code, name, kind, address)`; those it has already stay as
    people left them.

    `consortium` says by code who is `lead` or `partner` of the grant. Gives the ids by code.
    """
    rows = [
        {"code": code, "name": name, "kind": kind, "email": email, "consortium_role": consortium.get(code)}
        for code, name, kind, email in organisations
    ]
    entered = enter(session, Organisation, ("code",), rows)
    return {code: entered[(code,)] for code, *_ in organisations}


def organisation_is_active(session: TenantSession, organisation_id: uuid.UUID) -> bool:
    """Whether there is such an organisation and it works with the pact today."""
    found = select(Organisation.id).where(Organisation.id == organisation_id, Organisation.ended_at.is_(None))
    return session.scalar(found) is not None


def kind_of_organisation(session: TenantSession, organisation_id: uuid.UUID | None) -> str | None:
    """The code of an organisation's kind."""
    if organisation_id is None:
        return None
    return session.scalar(select(Organisation.kind).where(Organisation.id == organisation_id))


def add_organisation(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, draft: OrganisationDraft
) -> uuid.UUID:
    """Add an organisation and give its id. Raises Forbidden, and Invalid by the fields of the draft."""
    authorise(actor, "partners.keep")
    _check(session, words, draft, None)
    organisation = Organisation(
        id=new_id(),
        name=draft.name,
        kind=draft.kind,
        place=draft.place,
        email=draft.email,
        consortium_role=draft.consortium_role,
    )
    session.add(organisation)
    record(session, clock, actor, "organisation.added", "organisation", organisation.id, name=draft.name)
    return organisation.id


def edit_organisation(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    organisation_id: uuid.UUID,
    version: int,
    draft: OrganisationDraft,
) -> None:
    """Change an organisation. Raises Forbidden, NotFound, Conflict, and Invalid by the fields of the draft."""
    authorise(actor, "partners.keep")
    organisation = _find(session, organisation_id)
    if organisation.version != version:
        raise Conflict(msg("Somebody else saved this meanwhile. Look at both versions and choose."))
    _check(session, words, draft, organisation)
    before = {"name": organisation.name, "kind": organisation.kind}
    organisation.name, organisation.kind, organisation.place = draft.name, draft.kind, draft.place
    organisation.consortium_role, organisation.email = draft.consortium_role, draft.email
    record(
        session,
        clock,
        actor,
        "organisation.edited",
        "organisation",
        organisation_id,
        before=before,
        name=draft.name,
        kind=draft.kind,
    )


def end_organisation(session: TenantSession, clock: Clock, actor: Actor, organisation_id: uuid.UUID) -> None:
    """Note that an organisation no longer works with the pact; it stays where it is named. Raises Forbidden, NotFound."""
    authorise(actor, "partners.keep")
    organisation = _find(session, organisation_id)
    if organisation.ended_at is None:
        organisation.ended_at = clock.now()
        record(session, clock, actor, "organisation.ended", "organisation", organisation_id)


def resume_organisation(session: TenantSession, clock: Clock, actor: Actor, organisation_id: uuid.UUID) -> None:
    """Take the end back: the organisation works with the pact again.

    Raises Forbidden, NotFound; Conflict where another of its name works with the pact by now.
    """
    authorise(actor, "partners.keep")
    organisation = _find(session, organisation_id)
    if organisation.ended_at is not None:
        session.one_at_a_time("organisation")
        taken = name_problem(organisation.name, session.scalars(_names_beside(organisation)))
        if taken:
            raise Conflict(taken)
        organisation.ended_at = None
        record(session, clock, actor, "organisation.resumed", "organisation", organisation_id)


def _find(session: TenantSession, organisation_id: uuid.UUID) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def _names_beside(present: Organisation | None) -> Select[str]:
    """The names of those that work with the pact, without the one that it is about."""
    names = select(Organisation.name).where(Organisation.ended_at.is_(None))
    return names if present is None else names.where(Organisation.id != present.id)


def _check(session: TenantSession, words: Vocabulary, draft: OrganisationDraft, present: Organisation | None) -> None:
    session.one_at_a_time("organisation")
    leads = select(func.count()).select_from(Organisation).where(Organisation.consortium_role == "lead")
    if present is not None:
        leads = leads.where(Organisation.id != present.id)
    problems: dict[str, Message] = {}
    taken = name_problem(draft.name, session.scalars(_names_beside(present)))
    if taken:
        problems["name"] = taken
    if draft.kind not in words.organisation_kinds and (present is None or present.kind != draft.kind):
        problems["kind"] = msg("Choose one of the list.")
    second = consortium_problem(draft.consortium_role, session.scalar(leads) or 0)
    if second:
        problems["consortium_role"] = second
    if problems:
        raise Invalid(problems)
