"""Reads packs, the platform's words and tenant files, and refuses them all together when anything in them is wrong."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from pydantic import ValidationError

from paktum.core.messages import Message, msg
from paktum.plugin.checks import pack_findings, platform_findings
from paktum.plugin.hooks import Hooks
from paktum.plugin.problems import Finding, PluginError, Problem, findings_of, placed
from paktum.plugin.source import Malformed, Source, parse
from paktum.plugin.specs import Pack, PlatformWords, Spec

ENTRY_POINTS: Final = "paktum.plugins"
DEFAULT_WORDS: Final = "default_terms.toml"

S = TypeVar("S", bound=Spec)


@dataclass(frozen=True)
class Sourced(Generic[S]):
    """A spec and the file it was read from."""

    value: S
    source: Source


@dataclass(frozen=True)
class Plugin:
    """A plugin as its package hands it over: what it declares, and code for what data cannot say."""

    declared: Sourced[Pack]
    hooks: Hooks = field(default_factory=Hooks)

    @property
    def pack(self) -> Pack:
        return self.declared.value


@dataclass(frozen=True)
class Plugins:
    """All plugins of an installation, by code, with the platform's own words beneath them."""

    words: Sourced[PlatformWords]
    by_code: Mapping[str, Plugin]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the alphabet."""
        return tuple(sorted(self.by_code))


def shown(path: Path) -> str:
    """A path as people at this terminal would write it."""
    resolved = path.resolve()
    here = Path.cwd()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else os.fspath(path)


def read_spec(path: Path, model: type[S]) -> Sourced[S]:
    """Read a TOML file into a spec. Raises PluginError with every schema problem, each with its line."""
    name = shown(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PluginError([Problem(name, 0, "", msg("this file is missing"))]) from None
    except UnicodeDecodeError:
        raise PluginError([Problem(name, 0, "", msg("this file is not text in UTF-8"))]) from None
    try:
        values = parse(text)
    except Malformed as error:
        reason = msg("this is not TOML: %(reason)s", reason=error.reason)
        raise PluginError([Problem(name, error.line, "", reason)]) from error
    source = Source(name, text)
    try:
        # By way of JSON the strict mode knows lists as tuples and text as dates, and still takes no "8" for 8.
        value = model.model_validate_json(json.dumps(values, default=str), strict=True)
    except ValidationError as error:
        raise PluginError(placed(findings_of(error, model), source)) from error
    return Sourced(value, source)


def load_pack(package: str) -> Sourced[Pack]:
    """Read the `pack.toml` that lies in a plugin's package. Raises PluginError."""
    return read_spec(Path(str(files(package))) / "pack.toml", Pack)


def load_words() -> Sourced[PlatformWords]:
    """Read the platform's own words. Raises PluginError."""
    words = read_spec(Path(__file__).with_name(DEFAULT_WORDS), PlatformWords)
    problems = placed(platform_findings(words.value), words.source)
    if problems:
        raise PluginError(problems)
    return words


def installed_packages() -> tuple[str, ...]:
    """The packages that are installed under the entry point group `paktum.plugins`, in the order of their names."""
    return tuple(point.value for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name))


def load_plugins(packages: Iterable[str] | None = None) -> Plugins:
    """Load the given packages, or all that are installed.

    Raises PluginError with the problems of all of them: the platform does not start on half of its plugins.
    """
    words = load_words()
    problems: list[Problem] = []
    by_code: dict[str, Plugin] = {}
    for package in installed_packages() if packages is None else packages:
        try:
            plugin = _load_plugin(package)
        except PluginError as error:
            problems.extend(error.problems)
            continue
        source, code = plugin.declared.source, plugin.pack.code
        problems.extend(placed(pack_findings(plugin.pack, words.value), source))
        if code in by_code:
            other = by_code[code].declared.source.file
            taken = msg("expected a code of its own; %(code)s is the pack in %(file)s", code=code, file=other)
            problems.extend(placed([Finding(("code",), taken)], source))
        by_code[code] = plugin
    if problems:
        raise PluginError(problems)
    return Plugins(words, MappingProxyType(by_code))


def _load_plugin(package: str) -> Plugin:
    try:
        module = import_module(package)
    except ImportError as error:
        raise _broken(package, msg("this plugin cannot be imported: %(reason)s", reason=str(error))) from error
    make = getattr(module, "plugin", None)
    if not callable(make):
        raise _broken(package, msg("expected a function plugin() that gives a Plugin"))
    plugin = make()
    if not isinstance(plugin, Plugin):
        raise _broken(package, msg("expected plugin() to give a Plugin, found %(found)s", found=type(plugin).__name__))
    return plugin


def _broken(package: str, message: Message) -> PluginError:
    return PluginError([Problem(package, 0, "plugin", message)])
