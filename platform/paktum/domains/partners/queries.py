"""Reads of organisations: the list with its filters, one organisation, and the choices of a form."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import Row, select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.languages import Language, sort_key
from paktum.domains.partners.tables import Organisation

State = Literal["current", "ended", "all"]
SORTED_BY = ("name", "kind", "place", "consortium_role")


@dataclass(frozen=True)
class OrganisationFilter:
    """What a list shows: a kind's code, a place, words in the name, and whether ended ones are in it."""

    kind: str = ""
    place: str = ""
    text: str = ""
    state: State = "current"
    sort: str = "name"
    descending: bool = False

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "OrganisationFilter":
        """The filter that an address carries; what it does not understand is left out."""
        state, sort = arguments.get("state", ""), arguments.get("sort", "")
        return cls(
            kind=arguments.get("kind", "")[:80],
            place=arguments.get("place", "").strip()[:100],
            text=arguments.get("text", "").strip()[:100],
            state=cast(State, state) if state in ("ended", "all") else "current",
            sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTED_BY else "name",
            descending=sort.startswith("-") and sort[1:] in SORTED_BY,
        )

    def arguments(self, **changed: str) -> dict[str, str]:
        """The filter as an address carries it, with some of it changed; empty parts are left out."""
        sort = ("-" if self.descending else "") + self.sort
        present = {
            "kind": self.kind,
            "place": self.place,
            "text": self.text,
            "state": "" if self.state == "current" else self.state,
            "sort": "" if sort == "name" else sort,
            **changed,
        }
        return {name: value for name, value in present.items() if value}

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.place or self.text or self.state != "current")


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation as the list shows it; `kind_words` is what its kind is called."""

    id: uuid.UUID
    name: str
    kind: str
    kind_words: str
    place: str
    consortium_role: str | None
    ended: bool


def organisation_list(
    session: TenantSession, wanted: OrganisationFilter, language: Language, kind_words: Mapping[str, str]
) -> tuple[list[OrganisationLine], list[str]]:
    """The organisations of a filter, ordered for readers of a language, and all places that any organisation has.

    One statement; text filters look for parts of words, without regard to capitals. `kind_words` names kinds by code.
    """
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Organisation.place,
            Organisation.consortium_role,
            Organisation.ended_at.is_not(None).label("ended"),
        )
    ).all()
    lines = [
        OrganisationLine(
            row.id, row.name, row.kind, kind_words.get(row.kind, ""), row.place, row.consortium_role, row.ended
        )
        for row in rows
        if _fits(row, wanted)
    ]
    key = sort_key(language)
    lines.sort(key=lambda line: key(line.name))
    if wanted.sort == "kind":
        lines.sort(key=lambda line: key(line.kind_words))
    elif wanted.sort == "place":
        lines.sort(key=lambda line: (not line.place, key(line.place)))
    elif wanted.sort == "consortium_role":
        lines.sort(key=lambda line: {"lead": 0, "partner": 1}.get(line.consortium_role or "", 2))
    if wanted.descending:
        lines.reverse()
    return lines, sorted({row.place for row in rows if row.place}, key=key)


def _fits(row: Row[*tuple[Any, ...]], wanted: OrganisationFilter) -> bool:
    if wanted.state != "all" and row.ended != (wanted.state == "ended"):
        return False
    if wanted.kind and row.kind != wanted.kind:
        return False
    if wanted.place and row.place != wanted.place:
        return False
    return wanted.text.casefold() in row.name.casefold()


def one_organisation(session: TenantSession, organisation_id: uuid.UUID) -> Row[*tuple[Any, ...]]:
    """An organisation with every column that its page and its form show. Raises NotFound."""
    row = session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Organisation.place,
            Organisation.email,
            Organisation.consortium_role,
            Organisation.created_at,
            Organisation.ended_at,
            Organisation.version,
        ).where(Organisation.id == organisation_id)
    ).first()
    if row is None:
        raise NotFound
    return row


def organisation_choices(
    session: TenantSession, language: Language, beside: uuid.UUID | None = None
) -> Sequence[tuple[str, str]]:
    """Organisations that work with the pact (and `beside`, if it does no more) as (id, name) for a form's choice."""
    active = Organisation.ended_at.is_(None)
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(active | (Organisation.id == beside) if beside else active)
    )
    key = sort_key(language)
    return sorted(((str(row.id), row.name) for row in rows), key=lambda choice: key(choice[1]))
