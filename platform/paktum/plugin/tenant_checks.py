"""What a schema alone cannot see in a tenant: plugins, codes, seats and posts that do not fit together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import ValidationError

from paktum.core.messages import Message, msg
from paktum.plugin.checks import (
    body_findings,
    item_findings,
    minutes_findings,
    named_lists,
    reference_findings,
    review_findings,
    term_findings,
)
from paktum.plugin.loader import Plugin, Plugins
from paktum.plugin.problems import Finding, findings_of
from paktum.plugin.source import KeyPath
from paktum.plugin.specs import (
    BodyType,
    CharterRules,
    EventType,
    Measure,
    Named,
    OpeningData,
    Pack,
    TenantChanges,
    TenantFile,
    WorkingGroupType,
)
from paktum.plugin.specs.tenant import AudienceChanges, BodyTypeChanges, EventTypeChanges


def active_plugins(tenant: TenantFile, plugins: Plugins) -> tuple[Plugin, ...]:
    """The tenant's plugins in its order, those that are not installed left out."""
    return tuple(plugins.by_code[code] for code in tenant.plugins if code in plugins.by_code)


def tenant_findings(tenant: TenantFile, plugins: Plugins, *, kept: bool = False) -> Iterator[Finding]:
    """What is wrong in a tenant file, given the installed plugins.

    `kept`: the file was accepted before. A pack that retires a code since then must not stop the tenant.
    """
    for index, code in enumerate(tenant.plugins):
        if code not in plugins.by_code:
            known = ", ".join(plugins.codes)
            message = msg("expected one of the installed plugins %(known)s, found %(code)s", known=known, code=code)
            yield Finding(("plugins", index), message)
        else:
            yield from _unspoken(("plugins", index), plugins.by_code[code].pack, tenant)
    if not tenant.region.startswith(tenant.country):
        yield Finding(("region",), msg("expected a region of %(country)s", country=tenant.country))
    active = active_plugins(tenant, plugins)
    yield from _repeated(("plugins",), tenant.plugins)
    yield from _repeated(("hosts",), tenant.hosts)
    known_terms = set(plugins.words.value.terms).union(*(plugin.pack.terms for plugin in active))
    yield from term_findings(("terms",), tenant.terms, known_terms, tenant.namespace, (tenant.language,))
    bodies = {item.code: item for plugin in active for item in plugin.pack.body_types}
    events = {item.code: item for plugin in active for item in plugin.pack.event_types}
    audiences = {item.code: item for plugin in active for item in plugin.pack.audiences}
    yield from _changed(("body_types",), tenant.body_types, bodies, tenant, kept=kept)
    yield from _changed(("event_types",), tenant.event_types, events, tenant, kept=kept)
    yield from _changed(("audiences",), tenant.audiences, audiences, tenant, kept=kept)
    all_bodies = {**bodies, **{item.code: item for item in tenant.body_types.added}}
    templates = {template.code for plugin in active for template in plugin.pack.minutes}
    for index, body in enumerate(tenant.body_types.added):
        yield from body_findings(("body_types", "added", index), body, known_terms, all_bodies)
        yield from minutes_findings(("body_types", "added", index), body, templates)
    yield from _tuned_charters(tenant, bodies, all_bodies)
    yield from review_findings(tenant.plan_review, (tenant.language,))


def _unspoken(path: KeyPath, pack: Pack, tenant: TenantFile) -> Iterator[Finding]:
    """A pack that cannot say its things in the tenant's language would put English on the tenant's pages."""
    named: list[Named | Measure] = [item for _, items in named_lists(pack) for item in items]
    lacking = [item.code for item in (*named, *pack.measures) if item.names.get(tenant.language) is None]
    lacking += [code for code, term in pack.terms.items() if "." in code and term.get(tenant.language) is None]
    if lacking:
        yield Finding(
            path,
            msg(
                "expected a plugin with texts in %(language)s; %(plugin)s lacks them for %(codes)s",
                language=tenant.language,
                plugin=pack.code,
                codes=", ".join(lacking[:3]) + (" …" if len(lacking) > 3 else ""),
            ),
        )


def _changed(
    path: KeyPath,
    changes: BodyTypeChanges | EventTypeChanges | AudienceChanges,
    known: Mapping[str, Named],
    tenant: TenantFile,
    *,
    kept: bool,
) -> Iterator[Finding]:
    for index, code in enumerate(changes.disabled):
        yield from reference_findings((*path, "disabled", index), code, known, kept=kept)
    yield from item_findings((*path, "added"), changes.added, tenant.namespace, (tenant.language,))
    for index, tuned in enumerate(changes.tuned):
        yield from reference_findings((*path, "tuned", index, "code"), tuned.code, known, kept=kept)
    yield from _repeated((*path, "disabled"), changes.disabled)
    yield from _repeated((*path, "tuned"), [tuned.code for tuned in changes.tuned])


def _tuned_charters(
    tenant: TenantFile, bodies: Mapping[str, BodyType], all_bodies: Mapping[str, BodyType]
) -> Iterator[Finding]:
    for index, tuned in enumerate(tenant.body_types.tuned):
        path = ("body_types", "tuned", index, "charter")
        body = bodies.get(tuned.code)
        if body is None or not tuned.charter.model_fields_set:
            continue
        if body.charter is None:
            yield Finding(path, msg("expected a body type with a charter; %(code)s has none", code=body.code))
            continue
        try:
            tuned.charter.over(body.charter)
        except ValidationError as error:
            for finding in findings_of(error, CharterRules):
                yield Finding((*path, *finding.path), finding.message)
        for at, joint in enumerate(tuned.charter.joint_sessions or ()):
            yield from reference_findings((*path, "joint_sessions", at, "body"), joint.body, all_bodies)


def changes_findings(
    changes: TenantChanges, tenant: TenantFile, plugins: Plugins, before: TenantChanges | None = None
) -> Iterator[Finding]:
    """What is wrong in a tenant's own changes.

    Without `before` they are stored ones; with it they are new, and must keep every code that was there before them.
    """
    active = active_plugins(tenant, plugins)
    known_terms = set(plugins.words.value.terms).union(tenant.terms, *(plugin.pack.terms for plugin in active))
    yield from term_findings(("terms",), changes.terms, known_terms, tenant.namespace, (tenant.language,))
    events: dict[str, Named] = {item.code: item for plugin in active for item in plugin.pack.event_types}
    events.update((item.code, item) for item in tenant.event_types.added)
    own = {item.code: item for item in changes.event_types}
    for place, codes in (("event_types_off", changes.event_types_off), ("event_types_on", changes.event_types_on)):
        for index, code in enumerate(codes):
            # Switching a retired type off or on is of no effect, and stored switches outlive the type.
            yield from reference_findings((place, index), code, {**events, **own}, kept=True)
    for index, code in enumerate(changes.event_types_on):
        if code in changes.event_types_off:
            yield Finding(
                ("event_types_on", index), msg("expected a code either on or off; %(code)s is both", code=code)
            )
    bodies = {item.code: item for plugin in active for item in plugin.pack.body_types}
    bodies.update((item.code, item) for item in tenant.body_types.added)
    known_groups = {group.code for group in (changes if before is None else before).working_groups}
    for index, group in enumerate(changes.working_groups):
        yield from reference_findings(
            ("working_groups", index, "base"), group.base, bodies, kept=group.code in known_groups
        )
        if tenant.language not in group.area.languages():
            at = ("working_groups", index, "area")
            yield Finding(at, msg("expected a text in %(language)s too", language=tenant.language))
    yield from item_findings(("event_types",), changes.event_types, tenant.namespace, (tenant.language,))
    yield from item_findings(("working_groups",), changes.working_groups, tenant.namespace, (tenant.language,))
    yield from _taken(("event_types",), changes.event_types, events)
    yield from _taken(("working_groups",), changes.working_groups, bodies)
    if before is not None:
        yield from _gone("event_types", before.event_types, changes.event_types)
        yield from _gone("working_groups", before.working_groups, changes.working_groups)


def _taken(
    path: KeyPath, items: Sequence[EventType] | Sequence[WorkingGroupType], known: Mapping[str, Named]
) -> Iterator[Finding]:
    for index, item in enumerate(items):
        if item.code in known:
            yield Finding((*path, index, "code"), msg("expected a code of its own; %(code)s exists", code=item.code))


def _gone(place: str, before: Sequence[Named], now: Sequence[Named]) -> Iterator[Finding]:
    for code in sorted({item.code for item in before} - {item.code for item in now}):
        yield Finding((place,), msg("expected %(code)s to stay: a code is retired, never removed", code=code))


def opening_findings(opening: OpeningData, tenant: TenantFile, plugins: Plugins) -> Iterator[Finding]:
    """What is wrong in a tenant's opening data, given its tenant file and the installed plugins."""
    active = active_plugins(tenant, plugins)
    kinds = {item.code: item for plugin in active for item in plugin.pack.organisation_kinds}
    types = {item.code: item for plugin in active for item in plugin.pack.body_types}
    types.update((item.code, item) for item in tenant.body_types.added)
    organisations = {item.code for item in opening.organisations}
    yield from _repeated(("organisations",), [item.code for item in opening.organisations], key="code")
    for index, organisation in enumerate(opening.organisations):
        yield from reference_findings(("organisations", index, "kind"), organisation.kind, kinds)
    if opening.grant.lead is not None:
        yield from _local(("grant", "lead"), opening.grant.lead, organisations)
    for index, partner in enumerate(opening.grant.partners):
        yield from _local(("grant", "partners", index), partner, organisations)
    yield from _body_tree(opening, types, tenant.body_types.disabled)
    yield from _seats(opening, organisations, types)
    yield from _people(opening)


def _body_tree(opening: OpeningData, types: Mapping[str, BodyType], disabled: Iterable[str]) -> Iterator[Finding]:
    yield from _repeated(("bodies",), [item.code for item in opening.bodies], key="code")
    before: dict[str, str] = {}
    off = frozenset(disabled)
    for index, body in enumerate(opening.bodies):
        yield from reference_findings(("bodies", index, "type"), body.type, types)
        if body.type in off:
            message = msg("expected a code in use; this tenant disables %(code)s", code=body.type)
            yield Finding(("bodies", index, "type"), message)
        if body.parent is not None:
            at = ("bodies", index, "parent")
            if body.parent not in before:
                yield Finding(at, msg("expected a body given before this one; %(code)s is not", code=body.parent))
            elif before[body.parent] in types and not types[before[body.parent]].children:
                yield Finding(at, msg("expected a body whose type has children = true"))
        before[body.code] = body.type


def _seats(opening: OpeningData, organisations: Iterable[str], types: Mapping[str, BodyType]) -> Iterator[Finding]:
    known, type_of = frozenset(organisations), {body.code: body.type for body in opening.bodies}
    body_of = {seat.code: seat.body for seat in opening.seats}
    yield from _repeated(("seats",), [seat.code for seat in opening.seats], key="code")
    for index, seat in enumerate(opening.seats):
        yield from _local(("seats", index, "body"), seat.body, type_of)
        if seat.organisation is not None:
            yield from _local(("seats", index, "organisation"), seat.organisation, known)
        body_type = types.get(type_of.get(seat.body, ""))
        if seat.voting and body_type is not None and not body_type.votes:
            yield Finding(("seats", index, "voting"), msg("expected false, because this body does not vote"))
    chairs: Counter[str] = Counter()
    for index, mandate in enumerate(opening.mandates):
        yield from _local(("mandates", index, "seat"), mandate.seat, body_of)
        if mandate.role == "chair" and mandate.seat in body_of:
            chairs[body_of[mandate.seat]] += 1
            if chairs[body_of[mandate.seat]] > 1:
                yield Finding(("mandates", index, "role"), msg("expected one chair in a body; it already has one"))


def _people(opening: OpeningData) -> Iterator[Finding]:
    yield from _repeated(("people",), [person.email for person in opening.people], key="email")
    for index, person in enumerate(opening.people):
        if not person.email.endswith(".example"):
            yield Finding(("people", index, "email"), msg("expected an address that ends in .example"))
    if not any(person.role == "head" for person in opening.people):
        yield Finding(("people",), msg("expected somebody with the role head"))


def _repeated(path: KeyPath, values: Sequence[str], key: str | None = None) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            at = (*path, index) if key is None else (*path, index, key)
            yield Finding(at, msg("expected each once; %(value)s is already given", value=value))
        seen.add(value)


def _local(path: KeyPath, code: str, known: Iterable[str]) -> Iterator[Finding]:
    if code not in known:
        yield Finding(path, _nothing(code))


def _nothing(code: str) -> Message:
    return msg("expected a code given in this file; there is no %(code)s", code=code)
