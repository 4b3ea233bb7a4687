"""The habits of the house, held over every file: first lines, lengths, storeys, and no SQL made from pieces of text."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Files that may be longer than 400 lines, each with the reason.
LONGER = {
    "migrations/versions/0001_the_opening_tables.py": "one migration makes all the opening tables at once",
    "migrations/versions/0002_meetings_and_decisions.py": "one migration makes all the tables of a meeting's life at once",
}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in sources("platform", "plugins", "migrations")
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_file_is_longer_than_400_lines_without_a_reason() -> None:
    long = {name(path) for path in sources("platform", "plugins", "migrations", "tests") if _lines(path) > 400}
    assert long <= set(LONGER)


def test_every_reason_for_a_long_file_is_still_needed() -> None:
    assert {known for known in LONGER if _lines(ROOT / known) <= 400} == set()


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in sources("platform", "plugins")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno + 1 > 50
    ]
    assert long == []


def test_no_statement_for_the_database_is_put_together_from_text() -> None:
    found = []
    for path in sources("platform", "plugins"):
        # The walls are made of table names that the models give; local servers of names that it makes itself.
        if name(path) in ("platform/paktum/core/isolation.py", "platform/paktum/core/database.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = ast.unparse(node.func)
            argument = node.args[0]
            if (called in ("text", "sqlalchemy.text") or called.endswith(".exec_driver_sql")) and not isinstance(
                argument, ast.Constant
            ):
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def _is_constant_name(argument: ast.expr) -> bool:
    """A module's constant in capitals, whose own text stands beside it."""
    return isinstance(argument, ast.Name) and argument.id.strip("_").isupper()


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "tools", "lib"}
    assert [name(path) for path in sources("platform", "plugins") if path.stem in drawers] == []


def test_templates_carry_no_script_style_or_handler_of_their_own() -> None:
    import re

    wrong = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in sorted((ROOT / "platform").rglob("templates/**/*.html"))
        for match in wrong.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["platform", "plugins", "tenants", "migrations", "tests", "infra"])
def test_the_project_speaks_of_itself_alone(folder: str) -> None:
    """No path of a particular machine stands in the repository."""
    places = ("/root/",)
    found = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".toml", ".html", ".md", ".css", ".js", ".typ", ".yml", ".conf"}
        and not {"node_modules", "built"} & set(path.parts)
        and path != Path(__file__)
        for place in places
        if place in path.read_text(encoding="utf-8")
    ]
    assert found == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
