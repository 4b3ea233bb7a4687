"""The assets: small enough, complete, and served safely."""

import gzip
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from paktum.cli.assets import command
from paktum.domains import registry
from paktum.web.assets import AssetError, Assets, asset_address, build
from paktum.web.assets.build import PACKAGE, WEB, core_style

LARGEST_TOTAL = 150_000
LARGEST_CORE = 20_000
# A plain button is a line already; the name is written so that templates read well.
UNSTYLED = {"btn-line"}


def templates() -> list[Path]:
    """What is served as a page; `layouts` hold documents that leave the house whole, with their style in them."""
    return sorted(path for path in PACKAGE.rglob("*.html") if not {"node_modules", "layouts"} & set(path.parts))


def test_everything_together_stays_within_what_a_page_may_load(built: Path) -> None:
    made = build(built)
    assert made.total <= LARGEST_TOTAL, dict(made.sent)


def test_the_core_of_our_own_style_stays_small() -> None:
    assert len(core_style()) < LARGEST_CORE


def test_a_second_build_of_the_same_sources_does_nothing(built: Path) -> None:
    assert not build(built).fresh


def test_a_build_is_the_same_wherever_it_is_made(built: Path, tmp_path: Path) -> None:
    assert build(tmp_path).names == build(built).names


def test_old_files_do_not_stay_beside_new_ones(tmp_path: Path) -> None:
    (tmp_path / "app-0000000000.css").write_text("old")
    build(tmp_path)
    assert not (tmp_path / "app-0000000000.css").exists()


def test_an_icon_that_does_not_exist_stops_the_build_and_is_named_with_its_place(tmp_path: Path) -> None:
    source = tmp_path / "package"
    source.mkdir()
    (source / "page.html").write_text('\n{{ icon("no-such-icon") }}', encoding="utf-8")
    with pytest.raises(AssetError, match=r"page\.html, line 2: there is no icon «no-such-icon»"):
        build(tmp_path / "out", package=source)


def test_only_icons_in_use_are_sent(built: Path) -> None:
    sprite = next(built.glob("icons-*.svg")).read_text(encoding="utf-8")
    names = re.findall(r'<symbol id="([\w-]+)"', sprite)
    assert {"list", "search", "person", "check2"} <= set(names)
    assert len(names) < 60


def test_every_place_of_the_navigation_has_its_icon(built: Path) -> None:
    sprite = next(built.glob("icons-*.svg")).read_text(encoding="utf-8")
    for entry in registry.navigation():
        assert f'<symbol id="{entry.icon}"' in sprite, entry


def test_every_address_in_a_style_leads_to_a_built_file(built: Path) -> None:
    for style in built.glob("*.css"):
        for address in re.findall(r"url\(([^)\"]+)\)", style.read_text(encoding="utf-8")):
            assert address.startswith("data:") or (built / address).is_file(), (style.name, address)


def test_every_class_of_a_template_has_a_rule(built: Path) -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in built.glob("*.css"))
    known = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", styles)) | UNSTYLED
    unknown = set()
    for template in templates():
        for attribute in re.findall(r'class="([^"{}]*)"', template.read_text(encoding="utf-8")):
            unknown |= {(template.name, name) for name in attribute.split() if name not in known}
    assert not unknown


def test_no_template_holds_what_the_content_security_policy_forbids() -> None:
    for template in templates():
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", text), template


def test_the_dark_theme_without_a_script_is_the_same_as_with_one() -> None:
    tokens = (WEB / "styles" / "tokens.css").read_text(encoding="utf-8")
    chosen = re.search(r"\n\[data-bs-theme=dark\]\{(.*?)\}", tokens, re.DOTALL)
    by_system = re.search(r":root:not\(\[data-bs-theme\]\)\{(.*?)\}", tokens, re.DOTALL)
    assert chosen is not None
    assert by_system is not None
    assert chosen[1] == by_system[1]


def test_each_mixed_colour_has_a_plain_one_before_it() -> None:
    tokens = (WEB / "styles" / "tokens.css").read_text(encoding="utf-8")
    plain, mixed = tokens.split("@supports")
    for name in re.findall(r"(--[\w-]+):color-mix", mixed):
        assert f"{name}:" in plain
    for style in (WEB / "styles").glob("*.css"):
        assert style.name == "tokens.css" or "color-mix" not in style.read_text(encoding="utf-8")


def test_the_lock_names_versions_and_digests_but_no_addresses() -> None:
    lock = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "resolved" not in lock
    packages = [entry for name, entry in json.loads(lock)["packages"].items() if name]
    assert all(entry["version"] and entry["integrity"].startswith("sha512-") for entry in packages)


def test_a_file_is_served_for_a_year_and_squeezed_where_the_browser_takes_it(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset_address("app.css")
    plain = client.get(address)
    squeezed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    refused = client.get(address, headers={"Accept-Encoding": "gzip;q=0"})
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Content-Type"] == "text/css; charset=utf-8"
    assert plain.headers["X-Content-Type-Options"] == "nosniff"
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.data) == plain.data
    assert "Content-Encoding" not in refused.headers


def test_fonts_are_served_as_they_are(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset_address("source-sans-3-latin.woff2")
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Type"] == "font/woff2"
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    "name",
    [
        "app.css",
        "manifest.json",
        "nothing.css",
        "..%2f..%2faccent.py",
        "../accent.py",
        "%2e%2e/accent.py",
        "app.css%00",
    ],
)
def test_a_name_that_was_not_built_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code == 404


def test_the_accent_of_a_hue_is_a_file_beside_the_others(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset_address("accent-285.css")
    response = client.get(address)
    assert response.text.startswith(":root{--tenant-light:#463c8c")
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["accent-285.css", "accent-285-0000000000.css", "accent-999-0000000000.css"])
def test_an_accent_under_another_name_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code == 404


def test_url_for_gives_the_hashed_address(app: Flask) -> None:
    with app.test_request_context():
        assert re.fullmatch(r"/assets/app-[0-9a-f]{10}\.css", app.url_for("asset", name="app.css"))


def test_an_unknown_name_is_an_error_where_it_is_written(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(KeyError, match=r"there is no asset «ap\.css»"):
        asset_address("ap.css")


def test_an_application_without_a_build_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="paktum assets build"):
        Assets(tmp_path)


def test_the_command_prints_what_each_file_weighs(tmp_path: Path) -> None:
    runner = CliRunner()
    first = runner.invoke(command, ["build", "--out", str(tmp_path)])
    second = runner.invoke(command, ["build", "--out", str(tmp_path)])
    assert "together" in first.output
    assert "up to date" in second.output
