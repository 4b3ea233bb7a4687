"""Serves the built assets from memory under hashed names, and the stylesheet of each accent colour beside them."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, abort, current_app, request

from paktum.web.accent import tenant_style
from paktum.web.assets.build import BUILT, MANIFEST, AssetError

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "woff2": "font/woff2",
}
FOREVER = "public, max-age=31536000, immutable"
PREFIX = "/assets/"

_ACCENT = re.compile(r"accent-([0-9]{1,3})(?:-[0-9a-f]{10})?\.css")


class Assets:
    """The files of one build, held in memory: only names of the manifest exist, so no path can lead elsewhere."""

    def __init__(self, folder: Path = BUILT) -> None:
        """Read the build; raises AssetError when there is none."""
        manifest = folder / MANIFEST
        if not manifest.is_file():
            raise AssetError(f"no assets in {folder}: run `paktum assets build`")
        self._names: Mapping[str, str] = json.loads(manifest.read_text(encoding="utf-8"))["names"]
        self._plain: dict[str, bytes] = {}
        self._squeezed: dict[str, bytes] = {}
        for hashed in self._names.values():
            self._plain[hashed] = (folder / hashed).read_bytes()
            squeezed = folder / f"{hashed}.gz"
            if squeezed.is_file():
                self._squeezed[hashed] = squeezed.read_bytes()

    def hashed(self, name: str) -> str:
        """The hashed name of ``app.css``, ``icons.svg``, ``accent-173.css`` …; raises KeyError for an unknown one."""
        found = self._names.get(name)
        if found is not None:
            return found
        accent = _ACCENT.fullmatch(name)
        if accent is None:
            raise KeyError(f"there is no asset «{name}»")
        return _accent_name(int(accent[1]))

    def response(self, hashed: str, *, squeezed: bool) -> Response | None:
        """The file of that hashed name, squeezed if the browser takes it; None when there is no such file."""
        data = self._plain.get(hashed) or _accent_data(hashed)
        if data is None:
            return None
        compressed = self._squeezed.get(hashed) if squeezed else None
        response = Response(data if compressed is None else compressed)
        response.headers["Content-Type"] = TYPES[hashed.rsplit(".", 1)[1]]
        response.headers["Cache-Control"] = FOREVER
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if hashed in self._squeezed:
            response.headers["Vary"] = "Accept-Encoding"
        if compressed is not None:
            response.headers["Content-Encoding"] = "gzip"
        return response


def _accent_name(hue: int) -> str:
    return f"accent-{hue}-{hashlib.sha256(tenant_style(hue).encode()).hexdigest()[:10]}.css"


def _accent_data(hashed: str) -> bytes | None:
    found = _ACCENT.fullmatch(hashed)
    if found is None or int(found[1]) >= 360 or _accent_name(int(found[1])) != hashed:
        return None
    return tenant_style(int(found[1])).encode()


def asset_address(name: str) -> str:
    """The address of an asset by its plain name, in the running application; raises KeyError for an unknown one."""
    assets = cast(Assets, current_app.extensions["paktum.assets"])
    return PREFIX + assets.hashed(name)


def serve_asset(name: str) -> Response:
    """The view behind the endpoint `asset`: one built file, kept by the browser for a year; 404 for anything else."""
    assets = cast(Assets, current_app.extensions["paktum.assets"])
    response = assets.response(name, squeezed=request.accept_encodings.quality("gzip") > 0)
    if response is None:
        abort(404)
    return response


def register_assets(app: Flask, folder: Path = BUILT) -> None:
    """Give an application its assets: the endpoint, `url_for("asset", name="app.css")`, and `asset()` in templates."""
    assets = Assets(folder)
    app.extensions["paktum.assets"] = assets
    app.add_url_rule(f"{PREFIX}<name>", endpoint="asset", view_func=serve_asset)
    app.jinja_env.globals["asset"] = lambda name: PREFIX + assets.hashed(name)

    @app.url_defaults
    def use_hashed_name(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "asset":
            values["name"] = assets.hashed(values["name"])
