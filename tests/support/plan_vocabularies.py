"""The words of made-up and real pacts in five languages, as a tenant and its plugins would give them to a reading."""

from paktum.core.languages import Language
from paktum.domains.programme.reading.vocabulary import KnownBody, KnownTerm, PlanVocabulary


def _terms(**names: str | tuple[str, ...]) -> tuple[KnownTerm, ...]:
    return tuple(
        KnownTerm(code=code, names=(found,) if isinstance(found, str) else found) for code, found in names.items()
    )


TISZAKECSKE = PlanVocabulary(
    language="hu",
    bodies=(
        KnownBody(code="steering_group", name="Irányító Csoport", aliases=("Irányító Csoport ülés", "IG")),
        KnownBody(code="forum", name="Foglalkoztatási fórum", aliases=("fórum",)),
    ),
    event_types=_terms(
        informing="tájékoztató",
        partnership_building="partnerségépítő",
        project_developing="projektfejlesztő",
        consultative="egyeztető",
        career_orientation="pályaorientációs",
        evaluating="értékelő",
    ),
    audiences=_terms(
        employed="Területi foglalkoztatottak",
        job_seekers="Területi álláskereső célcsoportok képviselői",
        partners="Területi gazdasági és foglalkoztatási partnerség szereplői",
        enterprises="Területi vállalkozások",
        municipalities="Területi önkormányzatok",
        press="Sajtó",
        partnership_members="Paktum partnerség tagjai",
        steering_group_members="Irányító Csoport tagjai ügyrend szerint",
    ),
)

_CZECH = PlanVocabulary(
    language="cs",
    bodies=(
        KnownBody(code="steering_group", name="Řídící výbor", aliases=("ŘV",)),
        KnownBody(code="council", name="Výkonná rada"),
    ),
    event_types=_terms(informing="informační", partnership_building="síťovací", evaluating="hodnotící"),
    audiences=_terms(
        employers="zaměstnavatelé", schools="střední školy", municipalities="obce", members="členové paktu"
    ),
)
_SLOVAK = PlanVocabulary(
    language="sk",
    bodies=(KnownBody(code="steering_group", name="Riadiaci výbor"), KnownBody(code="group", name="Pracovná skupina")),
    event_types=_terms(informing="informačné", partnership_building="partnerské", evaluating="hodnotiace"),
    audiences=_terms(employers="zamestnávatelia", schools="stredné školy", municipalities="obce"),
)
_POLISH = PlanVocabulary(
    language="pl",
    bodies=(
        KnownBody(code="council", name="Rada Partnerów"),
        KnownBody(code="steering_group", name="Grupa Sterująca", aliases=("GS",)),
    ),
    event_types=_terms(informing="informacyjne", partnership_building="sieciujące", evaluating="ewaluacyjne"),
    audiences=_terms(employers="pracodawcy", schools="szkoły zawodowe", municipalities="gminy"),
)
_ENGLISH = PlanVocabulary(
    language="en",
    bodies=(KnownBody(code="steering_group", name="Steering Group"), KnownBody(code="forum", name="Employment Forum")),
    event_types=_terms(informing="information", partnership_building="networking", evaluating="evaluation"),
    audiences=_terms(employers="employers", schools="schools", municipalities="municipalities"),
)

VOCABULARIES: dict[Language, PlanVocabulary] = {
    "hu": TISZAKECSKE,
    "cs": _CZECH,
    "sk": _SLOVAK,
    "pl": _POLISH,
    "en": _ENGLISH,
}
