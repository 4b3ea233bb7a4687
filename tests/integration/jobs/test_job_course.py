"""The course of a job with a real queue, relay and worker: progress, result, failure, stopping, trying again."""

from pathlib import Path

from paktum.core.messages import msg, say
from tests.support.pacts import Pact
from tests.support.runs import ask, effects, reach
from tests.support.waiting import wait_for
from tests.support.workshop import Workshop

BROKEN = msg("Something unexpected stopped this. It is safe to try again.")


def test_a_job_goes_from_waiting_over_its_steps_to_its_result(pact: Pact, workshop: Workshop, tmp_path: Path) -> None:
    run, head = ask(pact, "probe.steps", tmp_path / "gate"), pact.signed_in("head")
    page = f"/jobs/{run}"
    wait_for("the second step", lambda: 'value="2"' in head.get(f"{page}/progress").text)
    shown = head.get(page).text
    assert 'max="3" value="2"' in shown and f'data-hx-get="{page}/progress"' in shown
    assert effects(pact) == 0
    (tmp_path / "gate").touch()
    reach(pact, run, "done")
    over = head.get(page).text
    assert 'href="/account"' in over and "data-hx-get" not in over
    assert effects(pact) == 1
    assert "Counted to three." in head.get("/members").text


def test_a_refusal_shows_its_reason_and_is_tried_again_after_it_is_removed(
    pact: Pact, workshop: Workshop, tmp_path: Path
) -> None:
    run, head = ask(pact, "probe.refuse", tmp_path / "gate"), pact.signed_in("head")
    reach(pact, run, "failed")
    page = head.get(f"/jobs/{run}").text
    assert "The logo cannot be read." in page and f"/jobs/{run}/retry" in page
    assert effects(pact) == 0
    (tmp_path / "gate").touch()
    assert head.post(f"/jobs/{run}/retry").status_code == 303
    assert head.post(f"/jobs/{run}/retry").status_code == 409
    reach(pact, run, "done")
    assert effects(pact) == 1


def test_a_mistake_in_a_job_is_said_in_general_words_and_leaves_nothing(
    pact: Pact, workshop: Workshop, tmp_path: Path
) -> None:
    run = ask(pact, "probe.break", tmp_path / "gate")
    reach(pact, run, "failed")
    page = pact.signed_in("head").get(f"/jobs/{run}").text
    assert "ZeroDivisionError" not in page and say(BROKEN, pact.language) in page
    assert effects(pact) == 0
    assert "ZeroDivisionError" in workshop.log()


def test_a_running_job_stops_at_its_next_step_and_leaves_nothing(
    pact: Pact, workshop: Workshop, tmp_path: Path
) -> None:
    run, head = ask(pact, "probe.steps", tmp_path / "gate"), pact.signed_in("head")
    reach(pact, run, "running")
    assert head.post(f"/jobs/{run}/cancel").status_code == 303
    reach(pact, run, "cancelled")
    assert effects(pact) == 0
    assert f"/jobs/{run}/retry" in head.get(f"/jobs/{run}").text


def test_mail_leaves_through_the_same_door(pact: Pact, workshop: Workshop) -> None:
    guest = pact.guest()
    guest.post("/forgotten", {"email": pact.emails["head"]})
    wait_for("the mail", lambda: pact.emails["head"] in guest.get("/demo/mail/").text)
    assert guest.get("/demo/mail/").text.count(pact.emails["head"]) == 1
