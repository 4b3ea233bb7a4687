"""The isolation of tenants, proven by a prover: for every policy, no row of another tenant can be read or written (P1)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paktum.local.provision import plain_url

if TYPE_CHECKING:
    from paktum.local.provision import DatabaseUrls

CONFIGURATION = Path(__file__).with_name("pgrls.toml")
# The relay's policies let the worker's login see this one table whole; test_tables says what it may do there.
RELAY = "outbox_message"


def prove(database: "DatabaseUrls", *arguments: str) -> Any:
    answer = subprocess.run(
        [
            str(Path(sys.executable).with_name("pgrls")),
            *arguments,
            "--config",
            str(CONFIGURATION),
            "--database-url",
            plain_url(database.owner),
            "--format",
            "json",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.returncode, json.loads(answer.stdout)


def test_the_linter_of_policies_has_nothing_to_say(database: "DatabaseUrls") -> None:
    code, found = prove(database, "lint")
    assert (code, [str(violation) for violation in found["violations"]]) == (0, [])


@pytest.mark.parametrize("mode", ["cross-tenant", "write"])
def test_no_row_of_another_tenant_can_be_reached(database: "DatabaseUrls", mode: str) -> None:
    _code, found = prove(database, "verify", "--mode", mode)
    verdicts = {row["table"].rpartition(".")[2]: row["verdict"] for row in found["tables"]}
    assert len(verdicts) > 20
    assert {name for name, verdict in verdicts.items() if verdict != "isolated"} <= {RELAY}
