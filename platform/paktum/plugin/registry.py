"""Merges the platform's words, the packs, a tenant's file and its own changes into one vocabulary."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar, get_args

from paktum.core.actors import Role
from paktum.core.languages import LANGUAGES
from paktum.core.messages import Message, msg
from paktum.plugin.hooks import Hooks
from paktum.plugin.loader import Plugin, Plugins, Sourced
from paktum.plugin.problems import PluginError, placed
from paktum.plugin.source import KeyPath, Source
from paktum.plugin.specs import (
    BodyTuning,
    BodyType,
    EventType,
    EventTypeChanges,
    Measure,
    Named,
    Pack,
    PlanReview,
    TenantChanges,
    TenantFile,
    Term,
    Tuning,
    Words,
    WorkingGroupType,
)
from paktum.plugin.tenant_checks import active_plugins, changes_findings, tenant_findings
from paktum.plugin.vocabulary import Catalogue, Vocabulary

N = TypeVar("N", bound=Named)
CHANGES: Final = Source("changes made on the tenant's page")


@dataclass(frozen=True)
class Origin:
    """Who said a value: the platform, a pack, the tenant's file or its own changes; and where (line 0: no file)."""

    by: Message
    file: str
    line: int


class _Layer:
    """One source laid over those before it, noting where each value comes from when somebody wants to know."""

    def __init__(self, by: Message, source: Source, record: MutableMapping[str, Origin] | None) -> None:
        self.by = by
        self.source = source
        self.record = record

    def note(self, key: str, *path: str | int) -> None:
        if self.record is not None:
            self.record[key] = Origin(self.by, self.source.file, self.source.line(path))


def merge(
    plugins: Plugins,
    tenant: Sourced[TenantFile],
    changes: TenantChanges | None = None,
    record: MutableMapping[str, Origin] | None = None,
) -> Vocabulary:
    """The vocabulary of a tenant. With `record`, the origin of every value is written into it by its key.

    Raises PluginError when the tenant's file or its changes do not fit the installed plugins.
    """
    file, own = tenant.value, changes or TenantChanges()
    _check(plugins, tenant, own)
    active = active_plugins(file, plugins)
    platform = _Layer(msg("platform"), plugins.words.source, record)
    packs = [_Layer(msg("pack %(code)s", code=p.pack.code), p.declared.source, record) for p in active]
    above = _Layer(msg("tenant file"), tenant.source, record)
    page = _Layer(msg("tenant's own change"), CHANGES, record)
    for name in TenantFile.model_fields:
        if name not in _MERGED_APART and getattr(file, name) is not None:
            above.note(f"tenant.{name}", name)
    terms = [(platform, plugins.words.value.terms)]
    terms += [(layer, plugin.pack.terms) for layer, plugin in zip(packs, active, strict=True)]
    return Vocabulary(
        slug=file.slug,
        language=file.language,
        country=file.country,
        plugin_versions=MappingProxyType({plugin.pack.code: plugin.pack.version for plugin in active}),
        terms=_terms([*terms, (above, file.terms), (page, own.terms)]),
        body_types=_body_types(packs, active, above, file, page, own.working_groups),
        event_types=_event_types(packs, active, above, file.event_types, page, own),
        audiences=_catalogue(
            _declared("audiences", packs, [plugin.pack.audiences for plugin in active])
            | _added("audiences", above, file.audiences.added, ("audiences", "added")),
            _tunings("audiences", above, file.audiences.tuned),
            file.audiences.disabled,
        ),
        organisation_kinds=_catalogue(
            _declared("organisation_kinds", packs, [plugin.pack.organisation_kinds for plugin in active]),
        ),
        measures=_measures(platform, plugins, packs, active),
        roles=_roles(platform, plugins, packs, active),
        levels=MappingProxyType(plugins.words.value.body_levels),
        minutes=MappingProxyType({t.code: t for plugin in active for t in plugin.pack.minutes}),
        usual_minutes=plugins.words.value.minutes,
        hooks=Hooks(tuple(hook for plugin in active for hook in plugin.hooks.all)),
        plan_review=_plan_review([*zip(packs, (p.pack for p in active), strict=True), (above, file)]),
    )


def _check(plugins: Plugins, tenant: Sourced[TenantFile], own: TenantChanges) -> None:
    problems = placed(tenant_findings(tenant.value, plugins, kept=True), tenant.source)
    if not problems:
        problems = placed(changes_findings(own, tenant.value, plugins), CHANGES)
    if problems:
        raise PluginError(problems)


_MERGED_APART: Final = frozenset({"terms", "body_types", "event_types", "audiences", "plan_review"})


def _plan_review(layers: Iterable[tuple[_Layer, Pack | TenantFile]]) -> PlanReview | None:
    found = None
    for layer, said in layers:
        if said.plan_review is not None:
            found = said.plan_review
            layer.note("plan_review", "plan_review")
    return found


def _terms(layers: Iterable[tuple[_Layer, Mapping[str, Term]]]) -> Mapping[str, Term]:
    merged: dict[str, Term] = {}
    for layer, terms in layers:
        for code, term in terms.items():
            merged[code] = term.over(merged[code]) if code in merged else term
            for language in term.languages():
                layer.note(f"terms.{code}.{language}", "terms", code, language)
    return MappingProxyType(merged)


def _declared(kind: str, packs: Sequence[_Layer], lists: Sequence[Sequence[N]]) -> dict[str, N]:
    found: dict[str, N] = {}
    for layer, items in zip(packs, lists, strict=True):
        found.update(_added(kind, layer, items, (kind,)))
    return found


def _added(kind: str, layer: _Layer, items: Sequence[N], path: KeyPath) -> dict[str, N]:
    for index, item in enumerate(items):
        layer.note(f"{kind}.{item.code}", *path, index)
        if isinstance(item, BodyType) and item.charter is not None and layer.record is not None:
            for rule in item.charter.model_fields_set:
                layer.note(f"{kind}.{item.code}.charter.{rule}", *path, index, "charter", rule)
    return {item.code: item for item in items}


def _tunings(kind: str, layer: _Layer, tuned: Sequence[Tuning]) -> dict[str, Tuning]:
    for index, tuning in enumerate(tuned):
        for name in sorted(tuning.model_fields_set - {"code", "charter"}):
            layer.note(f"{kind}.{tuning.code}.{name}", kind, "tuned", index, name)
        if isinstance(tuning, BodyTuning):
            for rule in sorted(tuning.charter.model_fields_set):
                layer.note(f"{kind}.{tuning.code}.charter.{rule}", kind, "tuned", index, "charter", rule)
    return {tuning.code: tuning for tuning in tuned}


def _catalogue(
    items: Mapping[str, N],
    tunings: Mapping[str, Tuning] = MappingProxyType({}),
    off: Iterable[str] = (),
) -> Catalogue[N]:
    merged = {code: _tuned(item, tunings[code]) if code in tunings else item for code, item in items.items()}
    out = frozenset(off)
    active = tuple(item for code, item in merged.items() if code not in out and not item.retired)
    return Catalogue(active, MappingProxyType(merged))


def _tuned(item: N, tuning: Tuning) -> N:
    update: dict[str, object] = {
        "names": _over(tuning.names, item.names),
        "aliases": item.aliases.joined(tuning.aliases),
    }
    if isinstance(item, BodyType) and isinstance(tuning, BodyTuning):
        update["short"] = _over(tuning.short, item.short)
        if item.charter is not None:
            update["charter"] = tuning.charter.over(item.charter)
    return item.model_copy(update=update)


def _over(above: Words, below: Words) -> Words:
    return Words(**{language: above.get(language) or below.get(language) for language in LANGUAGES})


def _body_types(
    packs: Sequence[_Layer],
    active: Sequence[Plugin],
    above: _Layer,
    file: TenantFile,
    page: _Layer,
    groups: Sequence[WorkingGroupType],
) -> Catalogue[BodyType]:
    found = _declared("body_types", packs, [plugin.pack.body_types for plugin in active])
    found |= _added("body_types", above, file.body_types.added, ("body_types", "added"))
    tunings = _tunings("body_types", above, file.body_types.tuned)
    merged = _catalogue(found, tunings, file.body_types.disabled)
    made = [_group_type(group, merged.all[group.base]) for group in groups]
    _added("body_types", page, made, ("working_groups",))
    in_use = tuple(body for body in made if not body.retired)
    return Catalogue((*merged.active, *in_use), MappingProxyType({**merged.all, **{b.code: b for b in made}}))


def _group_type(group: WorkingGroupType, base: BodyType) -> BodyType:
    """The group's own names with the level and the charter of its base, as the tenant tuned them."""
    update = {"code": group.code, "names": group.names, "aliases": group.aliases, "retired": group.retired}
    return base.model_copy(update={**update, "short": _over(group.short, base.short)})


def _event_types(
    packs: Sequence[_Layer],
    active: Sequence[Plugin],
    above: _Layer,
    file: EventTypeChanges,
    page: _Layer,
    own: TenantChanges,
) -> Catalogue[EventType]:
    found = _declared("event_types", packs, [plugin.pack.event_types for plugin in active])
    found |= _added("event_types", above, file.added, ("event_types", "added"))
    found |= _added("event_types", page, own.event_types, ("event_types",))
    for index, code in enumerate(file.disabled):
        above.note(f"event_types.{code}.active", "event_types", "disabled", index)
    for code in (*own.event_types_off, *own.event_types_on):
        page.note(f"event_types.{code}.active")
    off = (frozenset(file.disabled) - frozenset(own.event_types_on)) | frozenset(own.event_types_off)
    return _catalogue(found, _tunings("event_types", above, file.tuned), off)


def _measures(
    platform: _Layer, plugins: Plugins, packs: Sequence[_Layer], active: Sequence[Plugin]
) -> Mapping[str, Measure]:
    found: dict[str, Measure] = {}
    lists = [(platform, plugins.words.value.measures)]
    lists += [(layer, plugin.pack.measures) for layer, plugin in zip(packs, active, strict=True)]
    for layer, measures in lists:
        for index, measure in enumerate(measures):
            found[measure.code] = measure
            layer.note(f"measures.{measure.code}", "measures", index)
    return MappingProxyType(found)


def _roles(
    platform: _Layer, plugins: Plugins, packs: Sequence[_Layer], active: Sequence[Plugin]
) -> Mapping[Role, Words]:
    found: dict[Role, Words] = {}
    lists = [(platform, plugins.words.value.roles)]
    lists += [(layer, plugin.pack.roles) for layer, plugin in zip(packs, active, strict=True)]
    for layer, names in lists:
        for role in get_args(Role):
            words = names.get(role)
            if words is not None:
                found[role] = _over(words, found[role]) if role in found else words
                layer.note(f"roles.{role}", "roles", role)
    return MappingProxyType(found)
