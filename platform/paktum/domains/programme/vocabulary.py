"""What a pact calls its things, as the reading of plans wants to know it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.domains.bodies.tables import Body
from paktum.domains.programme.reading.vocabulary import KnownBody, KnownTerm, PlanVocabulary
from paktum.plugin.specs import OpeningBody
from paktum.plugin.vocabulary import Vocabulary


@dataclass(frozen=True)
class PlanBody:
    """A body as documents may name it; `reference` is its code, or its id as text where it has none."""

    reference: str
    id: uuid.UUID | None
    body_type: str
    name: str
    short_name: str


def plan_bodies(session: TenantSession) -> list[PlanBody]:
    """The bodies of the tenant in their order, in one statement; those that ended stay readable in old plans."""
    rows = session.execute(
        select(Body.id, Body.code, Body.body_type, Body.name, Body.short_name).order_by(
            Body.ended_on.is_not(None), Body.sequence, Body.name
        )
    )
    return [PlanBody(row.code or str(row.id), row.id, row.body_type, row.name, row.short_name) for row in rows]


def bodies_of_opening(bodies: Iterable[OpeningBody], words: Vocabulary) -> list[PlanBody]:
    """The bodies that a tenant's folder declares, for commands that work without a database."""
    return [
        PlanBody(body.code, None, body.type, body.name, words.body_type(body.type).short.get(words.language) or "")
        for body in bodies
    ]


def plan_vocabulary(words: Vocabulary, bodies: Iterable[PlanBody]) -> PlanVocabulary:
    """The words of a pact for reading its plans: in the pact's own language, the names in use before the retired ones.

    A body goes by its own name, and by its short name and those of its type where it is the only one they can mean.
    """
    language, listed = words.language, list(bodies)
    types = [body.body_type for body in listed]
    shorts = [body.short_name for body in listed]
    return PlanVocabulary(
        language=language,
        bodies=tuple(
            _known(
                body,
                words,
                short=shorts.count(body.short_name) == 1,
                alone=types.count(body.body_type) == 1,
            )
            for body in listed
        ),
        event_types=tuple(
            KnownTerm(code=item.code, names=item.spoken(language))
            for item in words.event_types
            if item.spoken(language)
        ),
        audiences=tuple(
            KnownTerm(code=item.code, names=item.spoken(language)) for item in words.audiences if item.spoken(language)
        ),
        measures=tuple(
            KnownTerm(code=code, names=(name, *measure.aliases.get(language)))
            for code, measure in words.measures.items()
            if (name := measure.names.get(language))
        ),
    )


def _known(body: PlanBody, words: Vocabulary, *, short: bool, alone: bool) -> KnownBody:
    names = [body.short_name] if short else []
    kind = words.body_types.all.get(body.body_type)
    if kind is not None and alone:
        names += [*kind.spoken(words.language), kind.short.get(words.language) or ""]
    aliases = dict.fromkeys(name for name in names if name and name != body.name)
    return KnownBody(code=body.reference, name=body.name, aliases=tuple(aliases))
