"""The roll of a vote: who may vote, with what weight, for whom and by which rules, as it is frozen when a vote opens."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from paktum.domains.sittings.rules.proxies import voters_of
from paktum.domains.sittings.rules.quorum import Quorum, SeatState, quorum_of, votes_of
from paktum.plugin.specs.charter import CharterRules, Majority

MajorityKind = Literal["ordinary", "qualified"]


@dataclass(frozen=True, slots=True)
class RollSeat:
    """A seat at the opening of a vote: who sat in it and as what, why it was empty, and which seat voted for it."""

    seat_id: uuid.UUID
    label: str
    organisation: str = ""
    weight: int = 1
    voting: bool = True
    present: bool = False
    person: str = ""
    capacity: str = ""
    away_reason: str = ""
    proxy_holder: uuid.UUID | None = None

    @property
    def name(self) -> str:
        """What a list of votes calls it: its organisation, or the seat's own name."""
        return self.organisation or self.label

    def form(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "seat_id": str(self.seat_id),
            "label": self.label,
            "organisation": self.organisation,
            "weight": self.weight,
            "voting": self.voting,
            "present": self.present,
            "person": self.person,
            "capacity": self.capacity,
            "away_reason": self.away_reason,
            "proxy_holder": str(self.proxy_holder) if self.proxy_holder else None,
        }

    @classmethod
    def read(cls, form: Mapping[str, Any]) -> "RollSeat":
        holder = form.get("proxy_holder")
        return cls(
            uuid.UUID(form["seat_id"]),
            form["label"],
            form.get("organisation", ""),
            form["weight"],
            form["voting"],
            form["present"],
            form.get("person", ""),
            form.get("capacity", ""),
            form.get("away_reason", ""),
            uuid.UUID(holder) if holder else None,
        )


@dataclass(frozen=True, slots=True)
class RollBody:
    """A body at the opening of a vote: the charter of that day, the majority asked for, the convening, and its seats."""

    body_id: uuid.UUID
    name: str
    short_name: str
    charter_id: uuid.UUID | None
    charter_from: str
    rules: CharterRules
    majority: MajorityKind
    convening: int
    chair_seat_id: uuid.UUID | None
    seats: tuple[RollSeat, ...]

    @property
    def states(self) -> list[SeatState]:
        return [SeatState(s.seat_id, self.body_id, s.weight, s.voting, s.present, s.proxy_holder) for s in self.seats]

    @property
    def voters(self) -> dict[uuid.UUID, uuid.UUID]:
        """From each seat whose vote can be cast to the seat that casts it."""
        return voters_of(self.states)

    @property
    def castable(self) -> tuple[RollSeat, ...]:
        """The seats whose votes can be cast, in the order of the body."""
        voters = self.voters
        return tuple(seat for seat in self.seats if seat.seat_id in voters)

    @property
    def votes(self) -> int:
        """The votes that can be cast, by their weights."""
        return sum(seat.weight for seat in self.castable)

    @property
    def all_votes(self) -> int:
        """All votes of the body, of those present and of those away."""
        return votes_of(self.states)

    @property
    def quorum(self) -> Quorum:
        return quorum_of(self.states, self.rules.quorum, self.convening)

    @property
    def asked(self) -> Majority:
        """The majority that carries the motion."""
        return self.rules.qualified if self.majority == "qualified" else self.rules.ordinary

    def form(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "body_id": str(self.body_id),
            "name": self.name,
            "short_name": self.short_name,
            "charter_id": str(self.charter_id) if self.charter_id else None,
            "charter_from": self.charter_from,
            "rules": self.rules.model_dump(mode="json", exclude_defaults=True),
            "majority": self.majority,
            "convening": self.convening,
            "chair_seat_id": str(self.chair_seat_id) if self.chair_seat_id else None,
            "seats": [seat.form() for seat in self.seats],
        }

    @classmethod
    def read(cls, form: Mapping[str, Any]) -> "RollBody":
        charter, chair = form.get("charter_id"), form.get("chair_seat_id")
        return cls(
            uuid.UUID(form["body_id"]),
            form["name"],
            form["short_name"],
            uuid.UUID(charter) if charter else None,
            form.get("charter_from", ""),
            CharterRules.model_validate(form["rules"]),
            form["majority"],
            form["convening"],
            uuid.UUID(chair) if chair else None,
            tuple(RollSeat.read(seat) for seat in form["seats"]),
        )


@dataclass(frozen=True, slots=True)
class MotionText:
    """The words that were put to the vote, as they stood then; of an amendment also how the motion read that it changes."""

    motion_id: uuid.UUID
    title: str
    text: str
    proposer: str = ""
    amends_id: uuid.UUID | None = None
    amended_text: str | None = None

    def form(self) -> dict[str, Any]:
        """As JSON."""
        form = {
            "motion_id": str(self.motion_id),
            "title": self.title,
            "text": self.text,
            "proposer": self.proposer,
            "amends_id": str(self.amends_id) if self.amends_id else None,
        }
        return form if self.amended_text is None else {**form, "amended_text": self.amended_text}

    @classmethod
    def read(cls, form: Mapping[str, Any]) -> "MotionText":
        amends = form.get("amends_id")
        return cls(
            uuid.UUID(form["motion_id"]),
            form["title"],
            form["text"],
            form.get("proposer", ""),
            uuid.UUID(amends) if amends else None,
            form.get("amended_text"),
        )


@dataclass(frozen=True, slots=True)
class Roll:
    """The frozen facts of a vote. `circular`: taken by circulating the ballot, so that everyone may vote from anywhere.

    `opened_by` is the post of whoever opened it; `opened_at` an ISO 8601 instant in UTC.
    """

    item_id: uuid.UUID
    circular: bool
    opened_by: str
    opened_at: str
    motion: MotionText
    bodies: tuple[RollBody, ...]

    @property
    def voters(self) -> dict[uuid.UUID, uuid.UUID]:
        """From each seat whose vote can be cast, of all bodies, to the seat that casts it."""
        return {seat: voter for body in self.bodies for seat, voter in body.voters.items()}

    def body_of(self, seat_id: uuid.UUID) -> RollBody | None:
        """The body that a seat belongs to; None for a seat that is not on the roll."""
        return next((body for body in self.bodies if any(seat.seat_id == seat_id for seat in body.seats)), None)

    def form(self) -> dict[str, Any]:
        """As JSON, the way it is stored."""
        return {
            "item_id": str(self.item_id),
            "circular": self.circular,
            "opened_by": self.opened_by,
            "opened_at": self.opened_at,
            "motion": self.motion.form(),
            "bodies": [body.form() for body in self.bodies],
        }


def read_roll(form: Mapping[str, Any]) -> Roll:
    """The roll that was stored as JSON."""
    return Roll(
        uuid.UUID(form["item_id"]),
        form["circular"],
        form["opened_by"],
        form["opened_at"],
        MotionText.read(form["motion"]),
        tuple(RollBody.read(body) for body in form["bodies"]),
    )
