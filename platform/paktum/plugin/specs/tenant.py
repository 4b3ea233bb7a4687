"""A tenant: which pact this is, what it changes in its packs, and what it starts with."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from paktum.core.actors import Role
from paktum.core.languages import Language
from paktum.plugin.specs.base import (
    Aliases,
    Code,
    Country,
    EmailAddress,
    Host,
    PackCode,
    PlainCode,
    Region,
    Slug,
    Spec,
    TermCode,
    Text,
    Timezone,
    Words,
)
from paktum.plugin.specs.charter import CharterTuning
from paktum.plugin.specs.pack import Audience, BodyType, EventType, PlanReview, WorkingGroupType
from paktum.plugin.specs.terms import Term


class Tuning(Spec):
    """Other words for something a pack declares; what is left out stays as it is."""

    code: Code
    names: Words = Words()
    aliases: Aliases = Aliases()
    """Further aliases, beside those of the pack."""


class BodyTuning(Tuning):
    """Other words or other charter rules for a body type of a pack."""

    short: Words = Words()
    charter: CharterTuning = CharterTuning()


class BodyTypeChanges(Spec):
    """What a tenant does with the body types of its packs."""

    disabled: tuple[Code, ...] = ()
    added: tuple[BodyType, ...] = ()
    tuned: tuple[BodyTuning, ...] = ()


class EventTypeChanges(Spec):
    """What a tenant does with the event types of its packs."""

    disabled: tuple[Code, ...] = ()
    added: tuple[EventType, ...] = ()
    tuned: tuple[Tuning, ...] = ()


class AudienceChanges(Spec):
    """What a tenant does with the audiences of its packs."""

    disabled: tuple[Code, ...] = ()
    added: tuple[Audience, ...] = ()
    tuned: tuple[Tuning, ...] = ()


class TenantFile(Spec):
    """The content of `tenants/<slug>/tenant.toml`."""

    slug: Slug
    name: Text
    """In full, in the tenant's language, as on its letterhead."""
    short_name: Text
    reference: Text | None = None
    """The code of its grant or call, shown beside the name."""
    language: Language
    """The language of its content, and of its pages until a reader chooses another."""
    country: Country
    region: Region
    timezone: Timezone
    hosts: Annotated[tuple[Host, ...], Field(min_length=1)]
    """Where it is reached; the first is the one that links in mails use."""
    hue: Annotated[int, Field(ge=0, le=360)]
    """The accent's hue in OKLCH degrees; lightness and chroma are the platform's, so contrast holds."""
    plugins: Annotated[tuple[PackCode, ...], Field(min_length=1)]
    """Codes of its packs; a later one's words lie over an earlier one's."""
    terms: dict[TermCode, Term] = Field(default_factory=dict)
    body_types: BodyTypeChanges = BodyTypeChanges()
    event_types: EventTypeChanges = EventTypeChanges()
    audiences: AudienceChanges = AudienceChanges()
    plan_review: PlanReview | None = None
    """Its own rule for reviewing the plan, instead of that of its packs."""

    @property
    def namespace(self) -> str:
        """The namespace of the codes that this tenant adds."""
        return self.slug.replace("-", "_")


class TenantChanges(Spec):
    """What the head of the office changed on the tenant's own page; kept in the database as JSON."""

    terms: dict[TermCode, Term] = Field(default_factory=dict)
    event_types_off: tuple[Code, ...] = ()
    event_types_on: tuple[Code, ...] = ()
    """Switched on again though the tenant's file disables them."""
    event_types: tuple[EventType, ...] = ()
    working_groups: tuple[WorkingGroupType, ...] = ()


class Grant(Spec):
    """What the pact is paid from, as far as it is public."""

    call: Text | None = None
    call_title: Text | None = None
    project: Text | None = None
    agreement_in_force: date | None = None
    lead: PlainCode | None = None
    """The organisation that leads, by its code; None where that is not public."""
    partners: tuple[PlainCode, ...] = ()

    @property
    def consortium(self) -> dict[str, Literal["lead", "partner"]]:
        """The organisations under the grant with their part in it."""
        parts: dict[str, Literal["lead", "partner"]] = dict.fromkeys(self.partners, "partner")
        return parts | {self.lead: "lead"} if self.lead is not None else parts


class OpeningOrganisation(Spec):
    """An organisation that takes part from the first day."""

    code: PlainCode
    name: Text
    kind: Code
    email: EmailAddress | None = None
    """Where invitations go when a post has no address of its own."""


class OpeningBody(Spec):
    """A body that exists from the first day."""

    code: PlainCode
    type: Code
    name: Text
    parent: PlainCode | None = None
    area: Text | None = None


class OpeningSeat(Spec):
    """A place in a body, held by an organisation (or by none yet)."""

    code: PlainCode
    body: PlainCode
    organisation: PlainCode | None = None
    label: Text
    voting: bool


class OpeningMandate(Spec):
    """Who sits in a seat, as a post; never a person's name."""

    seat: PlainCode
    post: Text
    role: Literal["chair", "member", "substitute"]
    email: EmailAddress | None = None
    """Where invitations to the body's meetings go."""


class DemoPerson(Spec):
    """A sign-in of the demo: a post with a reserved address."""

    post: Text
    email: EmailAddress
    role: Role
    language: Language


class OpeningData(Spec):
    """The content of `tenants/<slug>/opening.toml`."""

    grant: Grant
    organisations: Annotated[tuple[OpeningOrganisation, ...], Field(min_length=1)]
    bodies: Annotated[tuple[OpeningBody, ...], Field(min_length=1)]
    seats: tuple[OpeningSeat, ...] = ()
    mandates: tuple[OpeningMandate, ...] = ()
    people: Annotated[tuple[DemoPerson, ...], Field(min_length=1)]
