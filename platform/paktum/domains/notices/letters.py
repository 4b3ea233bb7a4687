"""Letters: a mail put into words of one language from a pair of templates, text and HTML, under the pact's name."""

import uuid
from typing import Any

from flask import Flask
from flask_babel import force_locale

from paktum.core.database import TenantSession
from paktum.core.languages import Language, locale_of, reading_in
from paktum.core.messages import Message, say
from paktum.domains.notices.dress import dressed
from paktum.domains.notices.service import NOTHING, Enclosures, queue_mail
from paktum.web.accent import accent
from paktum.web.context import TenantFacts


def queue_letter(
    app: Flask,
    session: TenantSession,
    *,
    template: str,
    recipient: str,
    subject: Message,
    language: Language,
    tenant: TenantFacts,
    enclosures: Enclosures = NOTHING,
    **values: Any,
) -> uuid.UUID:
    """Write a mail from the templates `<template>.txt` and `<template>.html`, to be sent after the commit; gives its id.

    The templates know `tenant`, `subject`, `answerable` (whether answers reach somebody) and `values`; every address in
    those is a whole one, made from the tenant's configured host.
    """
    with force_locale(str(locale_of(language))), reading_in(language):
        answerable = bool(enclosures.reply_to)
        known = {"tenant": tenant, "subject": subject, "language": language, "answerable": answerable, **values}
        text, page = (
            app.jinja_env.get_template(f"{template}.{kind}").render(known).strip() + "\n" for kind in ("txt", "html")
        )
        return queue_mail(
            session,
            recipient=recipient,
            subject=say(subject, language),
            text_body=text,
            html_body=dressed(page, accent(tenant.hue).light),
            language=language,
            enclosures=enclosures,
        )
