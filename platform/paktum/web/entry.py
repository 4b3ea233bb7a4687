"""A request's way in and out: host, scope, visitor, language, access; then one commit, or none."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from paktum.core.database import PLATFORM, TenantSession, current_session
from paktum.core.errors import Forbidden, NotFound
from paktum.core.languages import LANGUAGES, Language, as_language, start_reading_in
from paktum.core.logs import bind_request, clear_request
from paktum.core.messages import msg
from paktum.core.placeholders import Form, start_speaking_for
from paktum.web.access import access_of
from paktum.web.context import TenantFacts, Visitor, current_language, current_words, house
from paktum.web.notices import tell

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LANGUAGE_COOKIE = "language"
LoadVisitor = Callable[[TenantSession, TenantFacts], Visitor | None]


def open_doors(app: Flask, load_visitor: LoadVisitor) -> None:
    """Register the way in and out; `load_visitor` finds who is signed in, in one statement."""

    @app.before_request
    def come_in() -> AnyResponse | None:
        speak(_language_without_account(None))
        if request.endpoint in UNSCOPED:
            return None
        session = current_session()
        if request.method in SAFE_METHODS:
            session.forbid_writing()
        tenant = g.tenant = _tenant_of_request()
        if tenant:
            g.stop_reading.append(start_speaking_for(_term_of_pact))
        session.bind_scope(tenant.id if tenant else PLATFORM)
        visitor = g.visitor = load_visitor(session, tenant) if tenant else None
        speak((visitor and visitor.language) or _language_without_account(tenant))
        bind_request(tenant.slug if tenant else None)
        return _check_access(tenant, visitor)

    @app.after_request
    def leave(response: Response) -> Response:
        response.headers.setdefault("Content-Language", current_language())
        if request.endpoint in UNSCOPED or "tenant" not in g:
            return response
        session = current_session()
        if request.method in SAFE_METHODS and response.status_code < 500:
            session.end_reading()
        elif request.method not in SAFE_METHODS and (response.status_code < 400 or g.get("keep_writes")):
            session.commit()
        else:
            session.rollback()
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        for stop_reading in reversed(g.pop("stop_reading", [])):
            stop_reading()
        clear_request()


def speak(language: Language) -> None:
    """Answer this request in a language from here on."""
    g.language = language
    g.setdefault("stop_reading", []).append(start_reading_in(language))


def _term_of_pact(code: str, form: Form, language: Language) -> str:
    return current_words().term(code, form, language)


# Endpoints that belong to no tenant and touch no table: built files, and whether the process lives.
UNSCOPED = frozenset({"asset", "health.live", "health.ready"})


def speak_to_guest(language: Language) -> None:
    """Answer a guest who has chosen no language in the one that is known to be this person's."""
    if g.get("visitor") is None and as_language(request.cookies.get(LANGUAGE_COOKIE)) is None:
        speak(language)


def _tenant_of_request() -> TenantFacts | None:
    host = normalised_host(request.host)
    if host == house().settings.apex:
        return None
    tenant = house().tenant_of_host(host)
    if tenant is None:
        # The request is refused before it has a scope; pages of an unknown host name nothing.
        raise NotFound
    return tenant


def normalised_host(host: str) -> str:
    """A host as it is compared: lower case, without port and without the root's dot."""
    name = host.lower()
    if not name.endswith("]"):
        name = name.rsplit(":", 1)[0] if ":" in name else name
    return name.rstrip(".")


def _language_without_account(tenant: TenantFacts | None) -> Language:
    chosen = as_language(request.cookies.get(LANGUAGE_COOKIE))
    if chosen:
        return chosen
    if tenant:
        return tenant.language
    return as_language(request.accept_languages.best_match(LANGUAGES)) or "en"


def _check_access(tenant: TenantFacts | None, visitor: Visitor | None) -> AnyResponse | None:
    if request.routing_exception is not None:
        if isinstance(request.routing_exception, (MethodNotAllowed, RequestRedirect)):
            return None
        raise NotFound
    access = access_of(current_app.view_functions.get(request.endpoint or ""))
    if access is None:
        raise Forbidden
    if access.hosts != "both" and (access.hosts == "apex") != (tenant is None):
        raise NotFound
    if access.permission is None:
        return None
    if visitor is None:
        return _ask_to_sign_in()
    if not visitor.actor.may(access.permission):
        raise Forbidden
    return None


def _ask_to_sign_in() -> AnyResponse:
    wanted = request.full_path.rstrip("?")
    if request.method not in SAFE_METHODS:
        tell(msg("You were signed out, so what you sent was not saved. Sign in, and send it again."), "late")
        wanted = page_before() or "/"
    address = url_for("people.sign_in")
    if wanted != "/":
        address += "?" + urlencode({"next": wanted})
    return redirect(address, 303)


def page_before() -> str | None:
    """The address of the page that led to this request, where the browser tells it and it is one of the same site."""
    referrer = request.referrer or ""
    if not referrer.startswith(request.host_url):
        return None
    return local_address("/" + referrer.removeprefix(request.host_url))


def local_address(address: str | None) -> str | None:
    """An address to go on to, if it stays on this host: `//evil`, `/\\evil` and whole URLs are not taken."""
    if not address or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return None
    if any(ord(c) < 32 or c == "\\" for c in address):
        return None
    return address
