"""Logs are JSON lines on standard error, whoever stands for it just then, and name no person."""

import io
import json

import pytest
import structlog

from paktum.core.logs import configure_logs


def test_a_line_goes_to_the_standard_error_of_its_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logs()
    log = structlog.get_logger()
    monkeypatch.setattr("sys.stderr", first)
    log.warning("one")
    first.close()
    monkeypatch.setattr("sys.stderr", second)
    log.warning("two")
    assert [json.loads(line)["event"] for line in second.getvalue().splitlines()] == ["two"]


def test_what_would_name_a_person_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr("sys.stderr", said)
    configure_logs()
    structlog.get_logger().warning("sent", recipient="somebody@pact.example", email="a@pact.example", number=3)
    line = json.loads(said.getvalue())
    assert (line["event"], line["number"]) == ("sent", 3)
    assert ".example" not in said.getvalue()
