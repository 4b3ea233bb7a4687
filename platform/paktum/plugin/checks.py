"""What a schema alone cannot see in a pack: codes that repeat, point nowhere or lack a language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from paktum.core.actors import Role
from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import msg
from paktum.core.placeholders import FORMS
from paktum.plugin.problems import Finding
from paktum.plugin.source import KeyPath
from paktum.plugin.specs import BodyType, Measure, Named, Pack, PlanReview, PlatformWords, Term, Words


def platform_findings(words: PlatformWords) -> Iterator[Finding]:
    """The platform's own words must be there in all five languages, terms in every form that the language writes."""
    for code, term in words.terms.items():
        yield from _languages(("terms", code), term.languages(), LANGUAGES)
        yield from _forms(("terms", code), term)
    for role in get_args(Role):
        yield from _languages(("roles", role), _given(words.roles.get(role)), LANGUAGES)
    for index, measure in enumerate(words.measures):
        yield from _languages(("measures", index, "names"), measure.names.languages(), LANGUAGES)
    for level, names in words.body_levels.items():
        yield from _languages(("body_levels", level), names.languages(), LANGUAGES)
    yield from _languages(("minutes",), words.minutes.languages(), LANGUAGES)


def pack_findings(pack: Pack, words: PlatformWords) -> Iterator[Finding]:
    """What is wrong in one pack, seen on its own."""
    own: tuple[Language, ...] = tuple(dict.fromkeys((pack.language, "en")))
    yield from _languages(("names",), pack.names.languages(), own)
    for role in get_args(Role):
        role_words = pack.roles.get(role)
        if role_words is not None:
            yield from _languages(("roles", role), role_words.languages(), own)
    yield from term_findings(("terms",), pack.terms, words.terms, pack.code, own)
    for place, items in named_lists(pack):
        yield from item_findings((place,), items, pack.code, own)
    yield from item_findings(("measures",), pack.measures, pack.code, own)
    known_terms = words.terms.keys() | pack.terms.keys()
    known_bodies = {body.code: body for body in pack.body_types}
    for index, body in enumerate(pack.body_types):
        yield from body_findings(("body_types", index), body, known_terms, known_bodies)
        yield from minutes_findings(("body_types", index), body, {template.code for template in pack.minutes})
        for item, standing in enumerate(body.agenda):
            yield from _languages(("body_types", index, "agenda", item, "title"), standing.title.languages(), own)
    yield from _templates(pack, own)
    yield from review_findings(pack.plan_review, own)


def named_lists(pack: Pack) -> tuple[tuple[str, Sequence[Named]], ...]:
    """The lists of a pack whose items have a code and names, by their key."""
    return (
        ("body_types", pack.body_types),
        ("event_types", pack.event_types),
        ("audiences", pack.audiences),
        ("organisation_kinds", pack.organisation_kinds),
    )


def item_findings(
    path: KeyPath, items: Sequence[Named | Measure], namespace: str, languages: Iterable[Language]
) -> Iterator[Finding]:
    """Codes in their namespace, each once, each named in the languages asked for."""
    seen: set[str] = set()
    wanted = tuple(languages)
    for index, item in enumerate(items):
        at = (*path, index, "code")
        if item.code in seen:
            yield Finding(at, msg("expected a code of its own; %(code)s is already used in this list", code=item.code))
        seen.add(item.code)
        yield from _namespace(at, item.code, namespace)
        yield from _languages((*path, index, "names"), item.names.languages(), wanted)


def body_findings(
    path: KeyPath, body: BodyType, terms: Iterable[str], bodies: Mapping[str, BodyType]
) -> Iterator[Finding]:
    """A body type's kind, the charter it needs, and the bodies its charter names."""
    if body.kind not in terms:
        yield Finding((*path, "kind"), msg("expected the code of a term; there is no term %(code)s", code=body.kind))
    if body.charter is None:
        if body.votes:
            yield Finding(path, msg("expected a charter, because votes = true"))
        return
    if "{body}" in body.charter.numbering.pattern and not body.short.languages():
        yield Finding(path, msg("expected short, because the numbering of decisions uses {body}"))
    for index, joint in enumerate(body.charter.joint_sessions):
        at = (*path, "charter", "joint_sessions", index, "body")
        if joint.body == body.code:
            yield Finding(at, msg("expected another body than this one"))
        else:
            yield from reference_findings(at, joint.body, bodies)


def review_findings(review: PlanReview | None, languages: Iterable[Language]) -> Iterator[Finding]:
    """The document that asks for reviews of the plan must be named in the languages asked for."""
    if review is not None:
        yield from _languages(("plan_review", "source"), review.source.languages(), languages)


def minutes_findings(path: KeyPath, body: BodyType, templates: Iterable[str]) -> Iterator[Finding]:
    """The template of minutes that a body type names must be there."""
    if body.minutes is not None and body.minutes not in templates:
        yield Finding((*path, "minutes"), msg("expected a code that exists; there is no %(code)s", code=body.minutes))


def _templates(pack: Pack, languages: Iterable[Language]) -> Iterator[Finding]:
    seen: set[str] = set()
    wanted = tuple(languages)
    for index, template in enumerate(pack.minutes):
        at = ("minutes", index)
        if template.code in seen:
            message = msg("expected a code of its own; %(code)s is already used in this list", code=template.code)
            yield Finding((*at, "code"), message)
        seen.add(template.code)
        yield from _namespace((*at, "code"), template.code, pack.code)
        yield from _languages(at, template.languages(), wanted)


def reference_findings(
    path: KeyPath, code: str, known: Mapping[str, Named], *, kept: bool = False
) -> Iterator[Finding]:
    """A code must be known; and not retired, unless what names it is kept from a time when it was in use."""
    if code not in known:
        yield Finding(path, msg("expected a code that exists; there is no %(code)s", code=code))
    elif known[code].retired and not kept:
        yield Finding(path, msg("expected a code in use; %(code)s is retired", code=code))


def term_findings(
    path: KeyPath,
    terms: Mapping[str, Term],
    known: Iterable[str],
    namespace: str,
    languages_of_new: Iterable[Language],
) -> Iterator[Finding]:
    """Words laid over known terms, or new namespaced ones, each with the forms its language needs."""
    platform = frozenset(known)
    for code, term in terms.items():
        at = (*path, code)
        if code not in platform:
            if "." in code:
                yield from _namespace(at, code, namespace)
                yield from _languages(at, term.languages(), languages_of_new)
            else:
                yield Finding(at, msg("expected the code of a term; there is no term %(code)s", code=code))
        elif not term.languages():
            yield Finding(at, msg("expected the term in at least one language"))
        for language in term.languages():
            forms = term.get(language)
            for form in forms.missing(language) if forms else ():
                yield Finding((*at, language), msg("expected the form %(form)s too", form=form))


def _forms(path: KeyPath, term: Term) -> Iterator[Finding]:
    # Hungarian and English write the genitive like the nominative; English has no cases at all.
    written = {"en": ("one", "many"), "hu": tuple(form for form in FORMS if not form.startswith("genitive"))}
    for language in term.languages():
        forms = term.get(language)
        for form in written.get(language, (*FORMS, "gender")):
            if getattr(forms, form) is None:
                yield Finding((*path, language), msg("expected the form %(form)s too", form=form))


def _namespace(path: KeyPath, code: str, namespace: str) -> Iterator[Finding]:
    if code.partition(".")[0] != namespace:
        yield Finding(
            path, msg("expected a code that begins with %(namespace)s., found %(code)s", namespace=namespace, code=code)
        )


def _languages(path: KeyPath, given: Iterable[Language], wanted: Iterable[Language]) -> Iterator[Finding]:
    present = frozenset(given)
    for language in wanted:
        if language not in present:
            yield Finding(path, msg("expected a text in %(language)s too", language=language))


def _given(words: Words | None) -> tuple[Language, ...]:
    return words.languages() if words else ()
