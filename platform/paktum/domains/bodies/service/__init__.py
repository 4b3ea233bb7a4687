"""The door to bodies: founding and ending them, their seats, mandates and charters. Nothing is ever deleted."""

from paktum.domains.bodies.service.bodies import BodyDraft, add_body, edit_body, end_body
from paktum.domains.bodies.service.charters import change_charter
from paktum.domains.bodies.service.mandates import (
    MandateDraft,
    correct_mandate,
    end_mandate,
    give_mandate,
    replace_mandate,
    tie_mandate,
)
from paktum.domains.bodies.service.seats import SeatDraft, add_seat, edit_seat, end_seat, hand_over_seat

__all__ = [
    "BodyDraft",
    "MandateDraft",
    "SeatDraft",
    "add_body",
    "add_seat",
    "change_charter",
    "correct_mandate",
    "edit_body",
    "edit_seat",
    "end_body",
    "end_mandate",
    "end_seat",
    "give_mandate",
    "hand_over_seat",
    "replace_mandate",
    "tie_mandate",
]
