"""A tiny application with the design system and nothing else."""

from pathlib import Path

from flask import Flask, Response, g
from flask_babel import Babel
from jinja2 import StrictUndefined

from paktum.core.languages import Language, locale_of, start_reading_in
from paktum.web import components
from paktum.web.assets import register_assets
from paktum.web.frame import Frame
from paktum.web.navigation import NavItem
from paktum.web.security import CONTENT_SECURITY_POLICY
from paktum.web.sentences import put_into_words

NAVIGATION = (
    (NavItem("/today", "sunrise", "Today", True, count=6), NavItem("/calendar", "calendar3", "Calendar", False)),
    (
        NavItem("/programme", "list-check", "Munkaprogram", False, lang="hu"),
        NavItem("/meetings", "people", "Meetings", False),
        NavItem("/tasks", "check2-square", "Tasks", False, count=4),
    ),
    (NavItem("/reports", "file-earmark-text", "Reports", False), NavItem("/settings", "gear", "Settings", False)),
)


def make_app(folder: Path, *, language: Language = "en", signed_in: bool = True, hue: int = 173) -> Flask:
    """An application that shows the components and any template of the design system."""
    app = Flask("paktum", static_folder=None, template_folder="web/templates")
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=False)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=lambda: str(locale_of(language)))
    put_into_words(app.jinja_env)
    register_assets(app, folder)
    app.register_blueprint(components.blueprint)
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    frame = Frame(
        brand="Tiszakécskei Foglalkoztatási Paktum",
        brand_lang="hu",
        brand_note="TOP-5.1.2-16",
        home="/",
        hue=hue,
        navigation=NAVIGATION if signed_in else (),
        search_address="/search" if signed_in else None,
        language_address="/language",
        account_label="Head of the pact office" if signed_in else "",
        account_address="/account",
        sign_out_address="/sign-out",
        sign_in_address="/sign-in",
        footer=(("Accessibility", "/accessibility"), ("Privacy", "/privacy")),
    )

    @app.before_request
    def choose_language() -> None:
        g.language = language
        g.stop_reading = start_reading_in(language)

    @app.teardown_request
    def forget_language(_error: BaseException | None) -> None:
        g.pop("stop_reading", lambda: None)()

    @app.context_processor
    def values() -> dict[str, object]:
        return {"language": language, "frame": frame}

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response

    return app
