"""The rules a body meets by: those of its charter, or the usual ones where it has none."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from paktum.plugin.specs import CharterRules


@cache
def usual_rules() -> CharterRules:
    """What holds for a body without a charter, which seldom votes: half of the votes present, more for than against."""
    return CharterRules.model_validate(
        {
            "notice": {"days": 0},
            "forms": ["present", "remote", "mixed"],
            "quorum": {"share": "1/2", "of": "votes"},
            "ordinary": {"rule": "simple"},
            "qualified": {"rule": "two_thirds"},
            "tie": "rejected",
            "minutes_due": {"days": 14},
            "numbering": {"pattern": "{body} {n}/{year}"},
        }
    )


def rules_of(stored: Mapping[str, Any] | None) -> CharterRules:
    """A charter's rules as the database keeps them, or the usual ones."""
    return usual_rules() if stored is None else CharterRules.model_validate(stored)
