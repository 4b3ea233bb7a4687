"""A sitting that was opened by a slip, days before it is to be held."""

from paktum.domains.meetings.queries import agenda_rows, meeting_head
from paktum.domains.meetings.service import life
from paktum.domains.sittings.service import sitting as leading
from tests.support.pacts import Pact
from tests.support.sittings import Sitting


def test_the_opening_is_taken_back_and_the_meeting_is_prepared_as_before(pact: Pact) -> None:
    sitting = Sitting(pact, opened=False)
    sitting.do(life.mark_convened, notice_reason="It cannot wait.")
    sitting.do(leading.open_sitting)
    sitting.arrive("sg_county")
    office, here = pact.signed_in("officer"), f"/meetings/{sitting.id}"
    assert f'action="{here}/sitting/not-yet"' in office.get(f"{here}/sitting/end").text
    for _ in range(2):
        assert office.post(f"{here}/sitting/not-yet").status_code == 303
    with pact.work() as session:
        found = meeting_head(session, sitting.id)
        assert (found.state, found.opened_at) == ("convened", None)
        assert {item.state for item in agenda_rows(session, sitting.id)} == {"open"}
    assert office.get(f"{here}/edit").status_code == 200
    assert office.post(f"{here}/sitting/open").status_code == 303


def test_one_that_was_never_convened_is_planned_again(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.do(leading.take_back_opening)
    with pact.work() as session:
        assert meeting_head(session, sitting.id).state == "planned"


def test_a_sitting_in_which_something_happened_is_ended_not_taken_back(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.table()
    office, here = pact.signed_in("officer"), f"/meetings/{sitting.id}/sitting"
    assert f'action="{here}/not-yet"' not in office.get(f"{here}/end").text
    assert office.post(f"{here}/not-yet").status_code == 409
    with pact.work() as session:
        assert meeting_head(session, sitting.id).state == "in_session"
