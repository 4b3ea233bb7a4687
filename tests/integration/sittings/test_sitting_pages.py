"""The pages of a sitting as a browser without scripts and one with scripts see them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from paktum.core.ids import new_id
from paktum.core.messages import msg, nmsg, say
from paktum.domains.decisions.tables import Decision
from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.sittings.service import agenda_progress, motions, voting
from paktum.domains.sittings.tables import Attendance, Vote
from paktum.domains.tasks.service import TaskDraft, add_task
from paktum.domains.tasks.tables import Task, TaskOnAgenda
from tests.support.meetings import body_id
from tests.support.pacts import Pact
from tests.support.sittings import MOTION, Sitting
from tests.support.statements import counted_statements

PARTLY = {"headers": {"HX-Request": "true"}}


def page_of(sitting: Sitting, part: str = "sitting") -> str:
    return f"/meetings/{sitting.id}/{part}"


def test_a_whole_sitting_is_led_without_any_script(pact: Pact) -> None:
    sitting = Sitting(pact, opened=False)
    office, here = pact.signed_in("officer"), page_of(sitting)
    assert office.post(f"{here}/open").status_code == 303
    assert office.post(f"{here}/everyone").status_code == 303
    motion, vote = new_id(), new_id()
    words = {"id": motion, "item": sitting.items[0], "text": MOTION, "title": "Report"}
    assert office.post(f"{here}/motions", words).status_code == 303
    assert MOTION in office.get(here).text
    assert office.post(f"{here}/votes", {"id": vote, "motion": motion, "method": "by_name"}).status_code == 303
    page = office.get(here).text
    assert f'name="seat-{sitting.seats["sg_county"]}"' in page
    choices = {f"seat-{seat}": "yes" for seat in sitting.seats.values()}
    assert office.post(f"{here}/votes/{vote}/close", choices).status_code == 303
    assert office.post(f"{here}/items", {"item": sitting.items[1]}).status_code == 303
    assert office.post(f"{here}/end", {"reason": ""}).status_code == 303
    with pact.work() as session:
        decision = session.scalars(select(Decision)).one()
        assert (decision.title, decision.counts["yes"]) == ("Report", 5)
    proof = office.get(page_of(sitting, f"votes/{vote}"))
    assert str(sitting.event(vote).proof_sha256) in proof.text


def test_a_form_sent_twice_changes_things_once(pact: Pact) -> None:
    sitting = Sitting(pact)
    office, here, task = pact.signed_in("officer"), page_of(sitting), new_id()
    for _ in range(2):
        office.post(f"{here}/everyone")
        office.post(f"{here}/tasks", {"id": task, "title": "Send the list", "item": sitting.items[0]})
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(Attendance)) == 5
        assert session.scalar(select(func.count()).select_from(Task)) == 1


def test_a_script_gets_the_inside_of_the_page_at_once(pact: Pact) -> None:
    sitting = Sitting(pact)
    office = pact.signed_in("officer")
    answer = office.post(f"{page_of(sitting)}/everyone", {"from": "screen"}, **PARTLY)
    assert answer.status_code == 200
    assert "<html" not in answer.text and 'id="presence"' in answer.text


def test_one_marked_vote_sends_the_sums_back_and_leaves_the_others(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, sg_municipality="yes")
    office = pact.signed_in("officer")
    marked = {f"seat-{sitting.seats['sg_county']}": "no", "part": "sums"}
    answer = office.post(f"{page_of(sitting)}/votes/{vote}", marked, **PARTLY)
    assert answer.status_code == 200 and 'id="result"' in answer.text and 'id="sums-' in answer.text
    assert 'id="presence"' not in answer.text
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(Vote)) == 2


def test_what_is_refused_is_said_on_the_page_and_what_was_typed_is_kept(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    office, here = pact.signed_in("officer"), page_of(sitting)
    empty = {"id": new_id(), "item": sitting.items[0], "text": " ", "title": "A title worth keeping", "new": "1"}
    answer = office.post(f"{here}/motions", empty)
    assert answer.status_code == 422 and 'value="A title worth keeping"' in answer.text
    vote = sitting.open_vote(sitting.table(), "show")
    body = body_id(pact, "steering_group")
    answer = office.post(f"{here}/votes/{vote}", {f"count-{body}-yes": "9"})
    assert answer.status_code == 422 and 'value="9"' in answer.text


def test_a_tie_asks_on_the_page_how_the_chair_decides(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber", "sg_maltese_charity")
    vote = sitting.open_vote(sitting.table(), "show")
    body = body_id(pact, "steering_group")
    sitting.do(voting.note_counts, vote, {(body, "yes"): 2, (body, "no"): 2})
    office, here = pact.signed_in("officer"), page_of(sitting)
    answer = office.post(f"{here}/votes/{vote}/close")
    assert answer.status_code == 422 and f'name="chair-{body}"' in answer.text
    assert office.post(f"{here}/votes/{vote}/close", {f"chair-{body}": "no"}).status_code == 303
    assert sitting.event(vote).outcome == "rejected"


def test_a_secret_vote_by_link_shows_how_many_voted_and_nothing_else_until_it_is_closed(pact: Pact) -> None:
    from paktum.domains.sittings.tables import SecretVoter, VoteCount

    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    vote = sitting.open_vote(sitting.table(), "link", secret=True)
    with pact.work() as session:
        session.add(SecretVoter(vote_event_id=vote, seat_id=sitting.seats["sg_county"]))
        body = body_id(pact, "steering_group")
        session.add(VoteCount(vote_event_id=vote, body_id=body, choice="no", votes=1))
    office = pact.signed_in("officer")
    said = say(msg("%(voted)d of %(all)d have voted", voted=1, all=3), pact.language)
    for part in ("sitting", "projector"):
        shown = office.get(page_of(sitting, part)).text
        assert said in shown
        assert "wall-tally" not in shown and "1 against" not in shown


def test_the_pulse_is_silent_until_something_changes(pact: Pact) -> None:
    import re

    sitting = Sitting(pact)
    office = pact.signed_in("officer")
    found = re.search(r'data-hx-get="([^"]*pulse[^"]*)"', office.get(page_of(sitting)).text)
    assert found
    address = found[1].replace("&amp;", "&")
    with counted_statements(pact.app) as sent:
        assert office.get(address).status_code == 204
    assert len(sent) <= 3
    sitting.arrive("sg_county")
    changed = office.get(address)
    assert changed.status_code == 200 and "data-hx-swap-oob" in changed.text
    sitting.do(agenda_progress.take_up, sitting.items[1])
    assert "went-on" in office.get(address).text


def test_what_another_clerk_does_to_a_motion_is_told_on_the_screen(pact: Pact) -> None:
    import re

    sitting = Sitting(pact)
    motion = sitting.table()
    office = pact.signed_in("officer")
    found = re.search(r'data-hx-get="([^"]*pulse[^"]*)"', office.get(page_of(sitting)).text)
    assert found
    address = found[1].replace("&amp;", "&")
    assert "went-on" not in office.get(address.replace("seen=", "seen=0")).text
    sitting.do(motions.withdraw_motion, motion)
    assert "went-on" in office.get(address).text


def test_the_pulse_brings_what_was_noted_by_name(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, sg_county="no")
    seats = sitting.seats
    page = pact.signed_in("officer").get(page_of(sitting)).text
    assert f"seat-{seats['sg_county']}=no" in page and f"seat-{seats['sg_chamber']}=none" in page
    assert 'id="marks"' not in pact.signed_in("member").get(page_of(sitting)).text


def test_members_follow_the_sitting_but_get_no_forms(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    sitting.open_vote(sitting.table())
    member = pact.signed_in("member")
    page = member.get(page_of(sitting))
    assert page.status_code == 200
    assert page.text.split("<main", 1)[1].count("<form") == 0
    assert member.post(f"{page_of(sitting)}/everyone").status_code == 403
    assert member.get(page_of(sitting, "sitting/presence")).status_code == 403


def test_a_joint_session_shows_a_strip_and_a_result_for_each_body(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    sitting = Sitting(pact, ("steering_committee", "executive_council"))
    sitting.arrive(*sitting.seats)
    sitting.open_vote(sitting.table())
    page = pact.signed_in("officer").get(page_of(sitting)).text
    assert page.count('class="presence"') == 2 and page.count("sums-") == 2 and "tally-joint" in page


def test_the_pages_send_few_statements_however_large_the_body_is(pact: Pact) -> None:
    from sqlalchemy import insert

    from paktum.domains.bodies.tables import Seat

    sitting = Sitting(pact)
    with pact.work() as session:
        body = body_id(pact, "steering_group")
        rows = [
            {"tenant_id": pact.id, "id": new_id(), "body_id": body, "label": f"Seat {n}", "sequence": n}
            for n in range(300)
        ]
        session.execute(insert(Seat), rows)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    sitting.open_vote(sitting.table())
    office = pact.signed_in("officer")
    for part, most in (("sitting", 11), ("sitting/presence", 7), ("projector", 11)):
        with counted_statements(pact.app) as sent:
            assert office.get(page_of(sitting, part)).status_code == 200
        assert len(sent) <= most, (part, len(sent))


def test_the_sealed_facts_are_a_file_whose_digest_is_the_seal(pact: Pact) -> None:
    import hashlib

    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    vote = sitting.open_vote(sitting.table())
    event = sitting.close(vote)
    file = pact.signed_in("member").get(page_of(sitting, f"votes/{vote}.json"))
    assert hashlib.sha256(file.data).hexdigest() == event.proof_sha256


def test_two_people_who_write_notes_of_one_item_see_both_versions(pact: Pact) -> None:
    sitting = Sitting(pact)
    office, here = pact.signed_in("officer"), page_of(sitting)
    notes = {"item": sitting.items[0], "notes": "Theirs", "based_on": _mark("")}
    assert office.post(f"{here}/notes", notes).status_code == 303
    answer = office.post(f"{here}/notes", {**notes, "notes": "Mine"})
    assert answer.status_code == 409 and "Theirs" in answer.text and "Mine" in answer.text
    assert office.post(f"{here}/notes", {**notes, "notes": "Both", "seen_mark": _mark("Theirs")}).status_code == 303


def _mark(notes: str) -> str:
    from paktum.domains.sittings.service.agenda_progress import mark_of

    return mark_of(notes)


def task_looked_back_at(sitting: Sitting) -> Any:
    """A task of the body that stands under the item which looks back at tasks, and that item's id."""
    with sitting.pact.work() as session:
        draft = TaskDraft(title="Send the list", body_id=body_id(sitting.pact, "steering_group"))
        task = add_task(session, sitting.clock, sitting.actor, draft)
        session.scalars(select(AgendaItem).where(AgendaItem.id == sitting.items[1])).one().kind = "task_review"
    sitting.do(agenda_progress.take_up, sitting.items[1])
    return task


def note_of(sitting: Sitting) -> str:
    with sitting.pact.work() as session:
        return session.scalars(select(TaskOnAgenda.note)).one()  # type: ignore[no-any-return]


def test_what_is_said_of_a_task_is_noted_on_the_screen_and_stands_in_the_draft_of_the_minutes(pact: Pact) -> None:
    sitting = Sitting(pact)
    task = task_looked_back_at(sitting)
    office, here = pact.signed_in("officer"), page_of(sitting)
    assert f'id="said-{task}"' in office.get(here).text
    form = {"item": sitting.items[1], "note": "It is late.", "based_on": agenda_progress.mark_of("")}
    for _ in range(2):
        assert office.post(f"{here}/tasks/{task}/note", form).status_code == 303
    assert note_of(sitting) == "It is late."
    assert "It is late." in office.get(here).text
    office.post(f"{here}/end", {"reason": ""})
    office.post(page_of(sitting, "minutes"))
    assert "It is late." in office.get(page_of(sitting, "minutes")).text


def test_of_two_who_note_something_of_a_task_the_second_sees_what_the_first_wrote(pact: Pact) -> None:
    sitting = Sitting(pact)
    task = task_looked_back_at(sitting)
    office, address = pact.signed_in("officer"), page_of(sitting, f"sitting/tasks/{task}/note")
    form = {"item": sitting.items[1], "based_on": agenda_progress.mark_of(""), "noted": task}
    office.post(address, {**form, "note": "The first."})
    refused = office.post(address, {**form, "note": "The second."})
    assert refused.status_code == 409
    assert "The first." in refused.text and "The second." in refused.text
    assert note_of(sitting) == "The first."
    seen = {**form, "based_on": agenda_progress.mark_of("The first."), "note": "Both."}
    assert office.post(address, seen).status_code == 303
    too_long = office.post(address, {**seen, "based_on": agenda_progress.mark_of("Both."), "note": "x" * 2001})
    assert too_long.status_code == 422 and f"said-{task}-error" in too_long.text


def test_a_task_that_is_not_under_the_item_gets_no_note(pact: Pact) -> None:
    sitting = Sitting(pact)
    task = task_looked_back_at(sitting)
    office, address = pact.signed_in("officer"), page_of(sitting, f"sitting/tasks/{task}/note")
    form = {"item": sitting.items[0], "based_on": agenda_progress.mark_of(""), "note": "Said."}
    assert office.post(address, form).status_code == 404


def test_a_count_that_is_no_number_is_refused_and_the_vote_stays_open(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*sitting.seats)
    vote = sitting.open_vote(sitting.table(), "show")
    office, body = pact.signed_in("officer"), body_id(pact, "steering_group")
    for sent in ("²", "-1", "9999999"):
        answer = office.post(f"{page_of(sitting)}/votes/{vote}", {f"count-{body}-yes": sent})
        assert answer.status_code == 422
    assert sitting.event(vote).state == "open"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_task_is_not_given_for_a_day_of_another_age(pact: Pact, day: str) -> None:
    sitting = Sitting(pact)
    office = pact.signed_in("officer")
    form = {"title": "Send the list", "due_on": day, "id": str(new_id()), "item": str(sitting.items[0])}
    assert office.post(page_of(sitting, "sitting/tasks"), form).status_code == 422
    assert office.get("/tasks").status_code == 200


def test_all_members_are_noted_as_present_at_once_only_where_somebody_holds_a_seat(pact: Pact) -> None:
    office = pact.signed_in("officer")
    for body, offered in (("steering_group", True), ("forum", False)):
        sitting = Sitting(pact, (body,))
        for part in ("sitting", "sitting/presence"):
            assert ('id="everyone"' in office.get(page_of(sitting, part)).text) is offered, (body, part)


def test_how_many_are_there_is_one_sentence_around_its_large_figure(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county")
    words = nmsg("%(there)s of %(num)d vote present", "%(there)s of %(num)d votes present", 5, there="<b>2</b>")
    office = pact.signed_in("officer")
    for part in ("sitting", "sitting/presence", "projector"):
        assert say(words, pact.language) in office.get(page_of(sitting, part)).text, part


def test_the_state_of_a_sitting_is_small_inside_the_line_that_it_is_part_of(pact: Pact) -> None:
    page = pact.signed_in("officer").get(page_of(Sitting(pact, opened=False))).text
    words = say(msg("The sitting is not open yet"), pact.language)
    assert f"\N{NO-BREAK SPACE}· {words[:1].lower()}{words[1:]}" in page
