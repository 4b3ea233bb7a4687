"""One build of the assets for all tests here, and the design system on pages of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the assets of today's sources; a build that is here already is copied, and made anew if it is old."""
    from paktum.web.assets.build import BUILT, build

    folder = tmp_path_factory.mktemp("assets") / "built"
    if BUILT.is_dir():
        shutil.copytree(BUILT, folder)
    build(folder)
    return folder


@pytest.fixture(scope="session")
def app(built: Path) -> "Flask":
    from tests.support.design import make_app

    return make_app(built)


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    return app.test_client()


@pytest.fixture
def render(app: "Flask") -> Callable[..., str]:
    """Renders a piece of template as a page would, with the macros at hand."""
    from flask import g

    def rendered(source: str, **values: object) -> str:
        with app.test_request_context("/"):
            g.language = "en"
            template = app.jinja_env.from_string(source)
            app.update_template_context(values)
            return template.render(values)

    return rendered
