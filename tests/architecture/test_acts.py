"""Every act that is written into the audit chain has words for the page that shows it."""

import ast
import re
from pathlib import Path

from paktum.domains.audit.views import KIND_LABELS
from paktum.domains.registry import act_labels

# What writes an act: the chain itself, and what hands the act on to it.
WRITERS = ("record", "keep_changes", "_keep")
# A table of what each verb of a service is written down as.
RECORDED = "_RECORDED"
ACT = re.compile(r"[a-z_]+\.[a-z_]+")
PLATFORM = Path(__file__).parents[2] / "platform"


def acts_in_the_code() -> set[str]:
    found = set()
    for path in PLATFORM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in WRITERS:
                values = [part.value for a in node.args for part in ast.walk(a) if isinstance(part, ast.Constant)]
                found |= {value for value in values if isinstance(value, str) and ACT.fullmatch(value)}
            elif isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == RECORDED and node.value is not None:
                values = [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
                found |= {value for value in values if isinstance(value, str)}
    return found


def kinds_in_the_code() -> set[str]:
    """What acts are done on: the fifth argument of the chain's `record`."""
    found = set()
    for path in PLATFORM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "record":
                kind = node.args[4] if len(node.args) > 4 else None
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    found.add(kind.value)
    return found


def test_every_act_has_its_words() -> None:
    assert acts_in_the_code() - set(act_labels()) == set()


def test_no_words_are_left_of_an_act_that_is_gone() -> None:
    assert set(act_labels()) - acts_in_the_code() == set()


def test_every_kind_of_thing_that_acts_are_done_on_has_its_words() -> None:
    kinds = kinds_in_the_code()
    assert "meeting" in kinds
    assert kinds - set(KIND_LABELS) == set()
