"""The inbox of a demo: every mail that would have been sent, readable without signing in. Registered in a demo alone."""

import re
import uuid
from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from paktum.core.database import current_session
from paktum.domains.notices import queries
from paktum.web.access import open_to_all

blueprint = Blueprint("demo_mail", __name__, url_prefix="/demo/mail", template_folder="templates")

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")


@blueprint.get("/")
@open_to_all("a demo has no mailboxes, and a new password is asked for by somebody who cannot sign in")
def inbox() -> ResponseReturnValue:
    """The caught mails of this pact, the newest first."""
    return render_template("notices/inbox.html", mails=queries.caught_mails(current_session()))


@blueprint.get("/<uuid:mail_id>")
@open_to_all("a demo has no mailboxes, and a new password is asked for by somebody who cannot sign in")
def mail(mail_id: uuid.UUID) -> ResponseReturnValue:
    """One mail: its headers and its plain text, in which addresses can be followed."""
    found = queries.caught_mail(current_session(), mail_id)
    return render_template("notices/mail.html", mail=found, text=with_links(found.text_body or ""))


def with_links(text: str) -> Markup:
    """Plain text as HTML in which web addresses are links; everything else is escaped."""
    made, after = Markup(), 0
    for found in _ADDRESS.finditer(text):
        made += escape(text[after : found.start()]) + Markup('<a href="{0}">{0}</a>').format(found[0])
        after = found.end()
    return made + escape(text[after:])
