"""Probes for the routes of bodies and of the pact's own kinds: how to get the ids that another pact has."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.pacts import Pact


def _body(there: Pact) -> Mapping[str, Any]:
    from sqlalchemy import select

    from paktum.domains.bodies.tables import Body

    with there.work() as session:
        return {"body_id": session.scalars(select(Body.id).where(Body.code == "steering_group")).one()}


def _seats_file(there: Pact) -> Mapping[str, Any]:
    return {**_body(there), "file_format": "csv"}


def _row_of_body(name: str, table: str) -> Callable[[Pact], Mapping[str, Any]]:
    def find(there: Pact) -> Mapping[str, Any]:
        from sqlalchemy import select

        from paktum.domains.bodies import tables

        body, rows = _body(there), getattr(tables, table)
        with there.work() as session:
            return {
                **body,
                name: session.scalars(select(rows.id).where(rows.body_id == body["body_id"]).limit(1)).one(),
            }

    return find


_seat = _row_of_body("seat_id", "Seat")
_mandate = _row_of_body("mandate_id", "Mandate")
_charter = _row_of_body("charter_id", "Charter")


def _own_event_type(there: Pact) -> Mapping[str, Any]:
    there.signed_in("head").post("/settings/events/new", {"own_name": "Üzemlátogatás", "english_name": "Plant visit"})
    return {"code": f"{there.slug.replace('-', '_')}.plant_visit"}


def _own_group(there: Pact) -> Mapping[str, Any]:
    form = {"own_name": "Ifjúság", "english_name": "Youth", "base": "hu.working_group", "area": "ifjúság", "short": ""}
    there.signed_in("head").post("/settings/bodies/new", form)
    return {"code": f"{there.slug.replace('-', '_')}.youth"}


def _switched(find: Callable[[Pact], Mapping[str, Any]]) -> Callable[[Pact], Mapping[str, Any]]:
    return lambda there: {**find(there), "state": "off"}


BODY_PROBES: Mapping[str, Callable[[Pact], Mapping[str, Any]]] = {
    **dict.fromkeys(
        (
            "bodies.body",
            "bodies.edit_body",
            "bodies.save_body",
            "bodies.ask_to_end_body",
            "bodies.end_body",
            "bodies.new_seat",
            "bodies.add_seat",
            "bodies.new_mandate",
            "bodies.give_mandate",
            "bodies.new_charter",
            "bodies.change_charter",
        ),
        _body,
    ),
    **dict.fromkeys(
        (
            "bodies.seat",
            "bodies.edit_seat",
            "bodies.save_seat",
            "bodies.ask_to_hand_over",
            "bodies.hand_over_seat",
            "bodies.ask_to_end_seat",
            "bodies.end_seat",
        ),
        _seat,
    ),
    **dict.fromkeys(
        (
            "bodies.ask_to_replace",
            "bodies.replace_mandate",
            "bodies.ask_to_end_mandate",
            "bodies.end_mandate",
            "bodies.ask_to_correct",
            "bodies.correct_mandate",
        ),
        _mandate,
    ),
    "bodies.charter": _charter,
    "bodies.seats_file": _seats_file,
    "tenancy.edit_event_type": _own_event_type,
    "tenancy.save_event_type": _own_event_type,
    "tenancy.switch_event_type": _switched(_own_event_type),
    "tenancy.edit_group": _own_group,
    "tenancy.save_group": _own_group,
    "tenancy.switch_group": _switched(_own_group),
}
