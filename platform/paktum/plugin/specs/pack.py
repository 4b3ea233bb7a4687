"""A pack: how a kind of pact works, declared as data with stable codes."""

from typing import Annotated, Literal

from pydantic import Field

from paktum.core.actors import Role
from paktum.core.languages import Language
from paktum.plugin.specs.base import Aliases, Code, Country, PackCode, PlainCode, Spec, TermCode, Version, Words
from paktum.plugin.specs.charter import CharterRules
from paktum.plugin.specs.minutes import MinutesTemplate
from paktum.plugin.specs.terms import Term

BodyLevel = Literal["top", "expert", "extended", "office"]
"""Who steers and decides; who works on one area; the whole partnership and its guests; who serves them day by day."""


StandingKind = Literal[
    "opening",
    "minutes_approval",
    "task_review",
    "referrals",
    "theme",
    "questions",
    "announcements",
    "report",
    "group_reports",
    "groups",
    "closing",
]
"""What a standing item is for: opening and quorum; earlier minutes; tasks still open; what other bodies forwarded; a lead
theme that a group prepares; current questions; what participants plan; a report to accept; what groups found; forming
groups on the spot; the end and the next date."""


class Named(Spec):
    """Anything with a stable code, a name in several languages and other names that documents use for it."""

    code: Code
    names: Words
    aliases: Aliases = Aliases()
    retired: bool = False
    """No longer offered or accepted in new records; records that have the code keep its name."""

    def spoken(self, language: Language) -> tuple[str, ...]:
        """Every way in which a document of that language may name it, its own name first."""
        name = self.names.get(language)
        return ((name,) if name else ()) + self.aliases.get(language)


class StandingItem(Spec):
    """A point that stands on every agenda of a kind of body, in the order of its list."""

    kind: StandingKind
    title: Words
    """What the agenda calls it."""
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    """How long it usually takes."""
    public: bool = True
    """Whether the public rendering of the agenda shows it."""


class BodyType(Named):
    """A kind of body, with the charter its bodies start from."""

    kind: TermCode
    """The term it is an instance of, such as steering_group; gives its word in running text."""
    short: Words = Words()
    """The short name in decision numbers and narrow columns, such as IG."""
    level: BodyLevel
    votes: bool
    """Whether it takes decisions by vote; then it has a charter with quorum and majorities."""
    children: bool = False
    """Whether other bodies may stand under it."""
    charter: CharterRules | None = None
    minutes: Code | None = None
    """The template that its minutes are drafted by; None: the platform's own."""
    agenda: tuple[StandingItem, ...] = ()
    """What a new meeting's agenda begins with."""


class WorkingGroupType(Named):
    """A working group by its area, made from a body type: what a tenant adds when it needs one more group."""

    base: Code
    """The body type whose level and charter it has."""
    area: Words
    """The field it works on, such as education."""
    short: Words = Words()


class EventType(Named):
    """A kind of event; an event may have several."""


class Audience(Named):
    """A group of people or organisations that sessions and events are for."""


class OrganisationKind(Named):
    """A kind of organisation among the partners; invitations and statistics go by it."""


class Measure(Spec):
    """Something that can be counted as the result of an entry, such as participants."""

    code: TermCode
    """A platform measure (participants), or a pack's own (`youth.apprentices`)."""
    names: Words
    aliases: Aliases = Aliases()
    """What may stand beside a number in a plan: "fő résztvevő", "db sajtómegjelenés"."""


class RoleNames(Spec):
    """What the pact calls the people of each role; a role left out keeps the platform's words."""

    head: Words | None = None
    officer: Words | None = None
    member: Words | None = None
    partner: Words | None = None
    viewer: Words | None = None

    def get(self, role: Role) -> Words | None:
        """The name of that role, or None."""
        words: Words | None = getattr(self, role)
        return words


class PlanReview(Spec):
    """How often the work programme is reviewed at least, and which document says so."""

    every_months: Annotated[int, Field(ge=1, le=60)]
    source: Words
    """The document that the rule stands in, by its name in running text."""


class Pack(Spec):
    """The content of a `pack.toml`."""

    code: PackCode
    version: Version
    language: Language
    """The pack's own language: every name in it is given in this one and in English."""
    country: Country | None = None
    """Whose public holidays count in working days; None for a pack that fits any country."""
    names: Words
    terms: dict[TermCode, Term] = Field(default_factory=dict)
    """Words that replace the platform's, and new ones (then namespaced)."""
    body_types: tuple[BodyType, ...] = ()
    event_types: tuple[EventType, ...] = ()
    audiences: tuple[Audience, ...] = ()
    organisation_kinds: tuple[OrganisationKind, ...] = ()
    measures: tuple[Measure, ...] = ()
    minutes: tuple[MinutesTemplate, ...] = ()
    """The templates of minutes that its body types name."""
    roles: RoleNames = RoleNames()
    plan_review: PlanReview | None = None


class PlatformWords(Spec):
    """The platform's own words in all five languages: the content of `default_terms.toml`."""

    terms: dict[PlainCode, Term]
    roles: RoleNames
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]
    body_levels: dict[BodyLevel, Words]
    minutes: MinutesTemplate
