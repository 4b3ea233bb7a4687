"""The inbox of a demo: every mail that would have been sent, readable without signing in. Registered in a demo alone."""

import hashlib
import io
import re
import uuid
from typing import Any, BinaryIO, Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy import Row

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.domains.notices import queries
from paktum.web.access import open_to_all
from paktum.web.attachments import attachment
from paktum.web.context import house

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
    """One mail: its headers, its plain text, in which addresses can be followed, and the files enclosed."""
    found = queries.caught_mail(current_session(), mail_id)
    return render_template(
        "notices/mail.html",
        mail=found,
        text=with_links(found.text_body or ""),
        enclosed=[name for name, _, _ in _enclosed(found)],
    )


@blueprint.get("/<uuid:mail_id>/enclosed/<int:number>")
@open_to_all("a demo has no mailboxes, and a new password is asked for by somebody who cannot sign in")
def enclosure(mail_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """A file that the mail encloses, by its place from 1: the meeting for a calendar, the pack."""
    session = current_session()
    enclosed = _enclosed(queries.caught_mail(session, mail_id))
    if not 1 <= number <= len(enclosed):
        raise NotFound
    name, media_type, content = enclosed[number - 1]
    if isinstance(content, bytes):
        stream: BinaryIO = io.BytesIO(content)
        sha256 = hashlib.sha256(content).hexdigest()
    else:
        sha256 = content
        stream = house().store.open(session.tenant_id, sha256)
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return attachment(stream, name=name, media_type=media_type, size=size, sha256=sha256)


def _enclosed(mail: Row[*tuple[Any, ...]]) -> list[tuple[str, str, bytes | str]]:
    """What goes along with a mail: name, media type, and the bytes or the hash that the store keeps them under."""
    found: list[tuple[str, str, bytes | str]] = []
    if mail.calendar:
        found.append(("invitation.ics", "text/calendar", mail.calendar.encode()))
    found += [(one["name"], one["media_type"], one["sha256"]) for one in mail.attachments]
    return found


def with_links(text: str) -> Markup:
    """Plain text as HTML in which web addresses are links; everything else is escaped."""
    made, after = Markup(), 0
    for found in _ADDRESS.finditer(text):
        made += escape(text[after : found.start()]) + Markup('<a href="{0}">{0}</a>').format(found[0])
        after = found.end()
    return made + escape(text[after:])
