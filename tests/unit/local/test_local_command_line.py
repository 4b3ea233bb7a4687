"""The `paktum` command loads only what it runs."""

import subprocess
import sys
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from paktum.cli import Entry, build, main
from paktum.cli.language import terminal_language
from paktum.core.messages import msg
from paktum.local.errors import LocalError


def _loaded_after(statement: str) -> set[str]:
    script = f"import sys; {statement}; print(' '.join(sys.modules))"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def test_the_demo_is_supervised_without_flask_or_sqlalchemy() -> None:
    loaded = _loaded_after("import paktum.cli.demo, paktum.local.demo")
    assert not {"flask", "sqlalchemy", "alembic", "rq"} & loaded


def test_help_lists_every_command_without_loading_any() -> None:
    table = {"broken": Entry("paktum.cli.no_such_module", msg("Does nothing."))}
    result = CliRunner().invoke(build(table), ["--help"])
    assert result.exit_code == 0
    assert "broken" in result.output


def test_every_command_of_the_table_can_be_loaded() -> None:
    group = build()
    context = click.Context(group)
    for name in group.list_commands(context):
        assert group.get_command(context, name) is not None


def test_a_refusal_is_one_sentence_and_exit_code_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def command() -> None:
        raise LocalError(msg("Port %(port)s is taken.", port="8000"))

    monkeypatch.setitem(sys.modules, "paktum_test_refusing", SimpleNamespace(command=command))  # type: ignore[arg-type]
    table = {"refuse": Entry("paktum_test_refusing", msg("Refuses."))}
    monkeypatch.setattr("paktum.cli._table", lambda: table)
    with pytest.raises(SystemExit) as ended:
        main(["refuse"])
    assert ended.value.code == 1
    assert capsys.readouterr().err == "Port 8000 is taken.\n"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "hu_HU.UTF-8"}, "hu"),
        ({"LANG": "pl_PL", "LC_ALL": "cs_CZ.UTF-8"}, "cs"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminals_language_follows_the_locale(environment: dict[str, str], language: str) -> None:
    assert terminal_language(environment) == language
