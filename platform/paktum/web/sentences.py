"""How templates say the sentences of the catalogues: in the reader's language, and with the words of the pact."""

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from paktum.core.languages import Language, catalogue, reader_language
from paktum.core.placeholders import Values


def put_into_words(environment: Environment) -> None:
    """Give templates `_`, `gettext` and `ngettext` in place of those of Flask-Babel, which know no words of a pact."""
    environment.globals.update(gettext=_gettext, ngettext=_ngettext)


@pass_context
def _gettext(context: Context, sentence: str, /, **values: object) -> str:
    language = reader_language()
    return _filled(context, catalogue(language).gettext(sentence), language, values)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, number: int, /, **values: object) -> str:
    language = reader_language()
    return _filled(context, catalogue(language).ngettext(singular, plural, number), language, {"num": number, **values})


def _filled(context: Context, sentence: str, language: Language, values: dict[str, object]) -> str:
    """The sentence with its values; on a page these are escaped, while its own marks stay."""
    filled: str = (Markup(sentence) if context.eval_ctx.autoescape else sentence) % Values(language, values)  # noqa: S704
    return filled
