"""Rules of partner organisations: roles in the consortium, and one organisation once."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from paktum.core.messages import Message, msg

ConsortiumRole = Literal["lead", "partner"]

CONSORTIUM_LABELS: Final[Mapping[str, Message]] = {
    "lead": msg("lead of the consortium"),
    "partner": msg("member of the consortium"),
}


def same_name(name: str) -> str:
    """The form in which two names are compared: small letters, single spaces."""
    return " ".join(name.casefold().split())


def name_problem(name: str, others: Iterable[str]) -> Message | None:
    """Why an organisation cannot have this name beside the others."""
    if same_name(name) in {same_name(other) for other in others}:
        return msg("An organisation of this name is there already.")
    return None


def consortium_problem(role: str | None, leads_elsewhere: int) -> Message | None:
    """Why an organisation cannot have this role: a consortium has one lead (it signs the grant agreement)."""
    if role == "lead" and leads_elsewhere:
        return msg("Another organisation leads the consortium. Change its role first.")
    return None
