"""The skeleton of a new plugin: a distribution that installs, loads and passes the contract as it is written."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from paktum.core.errors import Refused
from paktum.core.messages import msg

_PYPROJECT: Final = """[build-system]
requires = ["setuptools>=80"]
build-backend = "setuptools.build_meta"

[project]
name = "paktum-@dashed@"
version = "1.0"
description = "@title@: a plugin of Paktum."
requires-python = ">=3.11"
dependencies = ["paktum"]

[project.entry-points."paktum.plugins"]
@name@ = "paktum_@name@"

[tool.setuptools]
packages = ["paktum_@name@"]

[tool.setuptools.package-data]
"*" = ["py.typed", "pack.toml"]
"""

_INIT: Final = '''"""@title@: what it declares is in `pack.toml`."""

from paktum.plugin import Plugin, load_pack


def plugin() -> Plugin:
    """What the platform loads. Raises PluginError when the pack is not in order."""
    return Plugin(load_pack(__name__))
'''

_PACK: Final = """# Every code begins with @name@. and stays for ever; `retired = true` takes one out of use.

code = "@name@"
version = "1.0"
language = "en"
names = { en = "@title@" }

[[event_types]]
code = "@name@.open_day"
names = { en = "open day" }
aliases = { en = ["open doors"] }

[[audiences]]
code = "@name@.newcomers"
names = { en = "Newcomers" }

[[body_types]]
code = "@name@.working_group"
kind = "working_group"
names = { en = "@title@ group" }
short = { en = "@short@" }
level = "expert"
votes = true
[body_types.charter]
frequency = { times = 1, per = "quarter" }
notice = { days = 7 }
forms = ["present", "remote", "mixed"]
quorum = { share = "1/2", strictly_more = true, of = "votes" }
ordinary = { rule = "absolute", of = "present" }
qualified = { rule = "two_thirds", of = "all" }
tie = "chair_decides"
minutes_due = { working_days = 5 }
numbering = { pattern = "{body} {n}/{year}" }
"""

_TEST: Final = '''"""The plugin keeps the contract of the platform, and its tenants can use what it declares."""

import pytest
from paktum.plugin import load_plugins
from paktum.plugin.contract import CONTRACT, Rule

from paktum_@name@ import plugin


@pytest.mark.parametrize("rule", CONTRACT, ids=str)
def test_the_plugin_keeps_the_contract(rule: Rule) -> None:
    assert rule.broken_by(plugin()) == []


def test_the_platform_starts_with_the_plugin() -> None:
    assert load_plugins(["paktum_@name@"]).codes == ("@name@",)
'''

_README: Final = """# paktum-@dashed@

@title@: a plugin of Paktum. `pip install -e .`, `paktum plugin check`, `pytest`; then add `"@name@"` to a tenant's `plugins`.
"""


def skeleton(name: str) -> Mapping[str, str]:
    """The files of a new plugin of that name, by their path in its folder. Raises Refused for a name that cannot be one."""
    if re.fullmatch(r"[a-z][a-z0-9_]{1,30}", name) is None:
        raise Refused(
            msg("A plugin's name has 2 to 31 small letters, digits or _, and begins with a letter: youth_work.")
        )
    title = name.replace("_", " ").capitalize()
    values = {"name": name, "dashed": name.replace("_", "-"), "title": title, "short": name[:4].upper()}
    texts = {
        "pyproject.toml": _PYPROJECT,
        "README.md": _README,
        f"paktum_{name}/__init__.py": _INIT,
        f"paktum_{name}/pack.toml": _PACK,
        f"paktum_{name}/py.typed": "",
        "tests/test_contract.py": _TEST,
    }
    return {path: re.sub(r"@(\w+)@", lambda found: values[found[1]], text) for path, text in texts.items()}


def write_skeleton(name: str, into: Path) -> Path:
    """Write the skeleton into a new folder `paktum-<name>` and return that. Raises Refused when the folder exists."""
    written = skeleton(name)
    folder = into / f"paktum-{name.replace('_', '-')}"
    if folder.exists():
        raise Refused(msg("%(folder)s exists already; nothing was written.", folder=str(folder)))
    for path, text in written.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
