"""The blueprint of the pages of bodies, and what several of them use."""

import uuid
from datetime import date

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from paktum.core.clock import today_in
from paktum.core.messages import Message, say
from paktum.domains.bodies.rules import FROM_THE_BEGINNING, OFFICE_LABELS, Office
from paktum.plugin.charter_words import by_topic, sentences
from paktum.plugin.specs import CharterRules
from paktum.plugin.vocabulary import Said
from paktum.web.context import current_language, current_tenant, current_words, house
from paktum.web.layout import term
from paktum.web.notices import tell

blueprint = Blueprint("bodies", __name__, template_folder="../templates")


@blueprint.context_processor
def _values() -> dict[str, date]:
    return {"beginning": FROM_THE_BEGINNING}


def today() -> date:
    """The day it is where the pact is."""
    return today_in(house().clock, current_tenant().timezone)


def type_said(code: str) -> Said:
    """What a body type is called, for the reader."""
    words = current_words()
    return words.say(words.body_type(code).names, current_language())


def offices() -> dict[Office, str]:
    """What the offices of a body are called, in the pact's own words where it has some."""
    language = current_language()
    own: tuple[Office, ...] = ("chair", "member", "substitute")
    return {office: say(label, language) for office, label in OFFICE_LABELS.items()} | {one: term(one) for one in own}


def charter_words(rules: CharterRules, short_name: str) -> tuple[tuple[Message, tuple[Message, ...]], ...]:
    """A charter in sentences, under the heading of what they are about."""
    return by_topic(sentences(rules, short_name, lambda code: type_said(code).text))


def back_to_body(body_id: uuid.UUID, message: Message) -> ResponseReturnValue:
    """After a change: to the body's page, which says what was done."""
    tell(message)
    return redirect(url_for("bodies.body", body_id=body_id), 303)
