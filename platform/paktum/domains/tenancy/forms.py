"""Forms of the tenant's own page: a word in its forms, an event type, a kind of working group."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired

from paktum.core.languages import Language
from paktum.plugin.specs import FORMS, REQUIRED_FORMS, Form
from paktum.web.fields import ChoiceField, LineField, options

FORM_LABELS: Final[Mapping[Form, Any]] = {
    "one": _l("One of them, as in a dictionary"),
    "many": _l("More of them"),
    "accusative": _l("One, as the object of a verb"),
    "accusative_many": _l("More, as the object of a verb"),
    "genitive": _l("Of one of them"),
    "genitive_many": _l("Of more of them; also after five and more"),
    "locative": _l("In, at or about one of them"),
    "instrumental": _l("With one of them"),
}
_GENDERS: Final = [
    ("", _l("no gender given")),
    ("masculine_animate", _l("masculine, animate")),
    ("masculine", _l("masculine")),
    ("feminine", _l("feminine")),
    ("neuter", _l("neuter")),
]
# Hungarian writes the genitive like the nominative, English has no cases: those forms are not asked for.
_UNUSED: Final[Mapping[Language, frozenset[Form]]] = {
    "hu": frozenset({"genitive", "genitive_many"}),
    "en": frozenset(FORMS) - {"one", "many"},
}


class TermForm(FlaskForm):
    """What every form of a word carries; `term_form` adds the fields of its languages."""

    seen = HiddenField()


def forms_of(language: Language) -> tuple[Form, ...]:
    """The grammatical forms that are asked for in a language, those a pact must give first."""
    unused = _UNUSED.get(language, frozenset())
    return tuple(sorted((f for f in FORMS if f not in unused), key=lambda f: f not in REQUIRED_FORMS[language]))


def has_gender(language: Language) -> bool:
    """Whether words of a language have a gender that others agree with."""
    return language in ("cs", "sk", "pl")


def term_form(languages: tuple[Language, ...], data: Mapping[str, Any] | None = None) -> TermForm:
    """A form with a field for each grammatical form (`hu_one`, `hu_many` …); the first language's must be given."""
    fields: dict[str, Any] = {}
    for language in languages:
        for form in forms_of(language):
            must = language == languages[0] and form in REQUIRED_FORMS[language]
            checks = [DataRequired(_l("Enter this form: pages use it."))] if must else []
            fields[f"{language}_{form}"] = LineField(FORM_LABELS[form], checks, longest=120)
        if has_gender(language):
            fields[f"{language}_gender"] = ChoiceField(_l("Gender"), choices=options(_GENDERS))
    made: TermForm = type("OwnTermForm", (TermForm,), fields)(data=data)
    return made


class NamesForm(FlaskForm):
    """Something with a name in the tenant's language and in English."""

    own_name = LineField(_l("Name in the main language"), [DataRequired(_l("Enter the name."))], longest=120)
    english_name = LineField(_l("Name in English"), [DataRequired(_l("Enter the name."))], longest=120)


class GroupForm(NamesForm):
    """A kind of working group."""

    base = ChoiceField(
        _l("Made from"), choices=(), description=_l("Its level and its rules are those of this kind of body.")
    )
    area = LineField(_l("Field it works on"), [DataRequired(_l("Enter the field it works on."))])
    short = LineField(
        _l("Short name"), longest=20, description=_l("It stands in the numbers of decisions and in narrow columns.")
    )
