"""Headers that every answer carries, and the refusal of unsafe requests that come from another site or a sibling pact."""

from typing import Final

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_TWO_YEARS: Final = "max-age=63072000"
_OWN_SITE: Final = frozenset({"same-origin", "none"})


def guard(app: Flask, *, secure: bool) -> None:
    """Register the check of where unsafe requests come from, and the headers."""

    @app.before_request
    def refuse_other_sites() -> None:
        # A sibling tenant's subdomain is same-site: the cookie's SameSite alone does not part tenants. Browsers that do
        # not send the header are held by the form's token.
        site = request.headers.get("Sec-Fetch-Site")
        if request.method not in ("GET", "HEAD", "OPTIONS") and site is not None and site not in _OWN_SITE:
            raise Forbidden

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", _TWO_YEARS)
        if response.mimetype == "text/html":
            # Pages of signed-in people are for one reader and one moment.
            response.headers.setdefault("Cache-Control", "private, no-cache")
            response.headers.add("Vary", "Cookie")
        return response
