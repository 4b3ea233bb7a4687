"""Minutes draft themselves from what happened: nothing that happened is missing, and names of guests are marked."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from paktum.core.ids import SubjectRef
from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import msg
from paktum.domains.minutes.rules.drafting import DraftedSection, draft
from paktum.domains.minutes.rules.facts import (
    Announced,
    BodyThere,
    BodyVote,
    DecisionTaken,
    Guest,
    ItemFacts,
    MeetingFacts,
    MotionPut,
    QuorumThere,
    SeatThere,
    Stay,
    TaskSet,
    VoteTaken,
)
from paktum.domains.minutes.rules.rich_text import clean, from_html, public, to_html
from paktum.plugin.loader import load_plugins
from paktum.plugin.specs.minutes import MinutesTemplate

TEN = datetime(2018, 10, 29, 10, 0)
STAY = Stay("Az önkormányzat képviselője", "holder", False, TEN, None)
LATE = Stay("A kamara helyettese", "substitute", True, TEN + timedelta(minutes=20), TEN + timedelta(hours=1))
SUBJECT = SubjectRef("report", uuid.uuid4())
ITEM = ItemFacts(
    id=uuid.uuid4(),
    number=1,
    kind="free",
    title="A munkaprogram elfogadása",
    presenter="A paktumiroda vezetője",
    working_group="",
    public=True,
    state="done",
    notes="A csoport megvitatta a munkaprogramot.\n\nKét kérdés hangzott el.",
    subject=SUBJECT,
    motions=(
        MotionPut(
            "A csoport fogadja el a munkaprogramot.",
            "",
            amends=False,
            state="carried",
            votes=(VoteTaken(False, (BodyVote("Irányító Csoport", 3, 0, 1, "carried"),), "carried"),),
        ),
    ),
    decisions=(DecisionTaken("1/2018. (X. 29.) IG határozat", "A csoport elfogadja a munkaprogramot.", "IG"),),
    tasks=(TaskSet("A munkaprogram közzététele", "Paktumiroda", date(2018, 11, 15)),),
)
FACTS = MeetingFacts(
    called=msg("%(body)s, session %(number)d/%(year)d", body="Irányító Csoport", number=1, year=2018),
    form="present",
    place="Kecskemét",
    begins=TEN,
    ends=TEN + timedelta(hours=2),
    chair="Az önkormányzat képviselője",
    bodies=(
        BodyThere(
            "Irányító Csoport",
            (
                SeatThere("Az önkormányzat képviselője", "Önkormányzat", True, (STAY,)),
                SeatThere("A kamara képviselője", "Kamara", True, (LATE,)),
                SeatThere("A megye képviselője", "Megye", True, (), "betegség", "Az önkormányzat képviselője"),
            ),
            QuorumThere(2, 2, 3, in_votes=True),
        ),
    ),
    guests=(Guest("A vendég neve", "Vendég Kft.", remote=False),),
    items=(ITEM,),
    subjects={SUBJECT: "Munkaprogram 2019"},
)
PACKS = load_plugins()


def template(code: str) -> MinutesTemplate:
    (found,) = PACKS.by_code[code].pack.minutes
    return found


def by_kind(sections: tuple[DraftedSection, ...]) -> dict[str, DraftedSection]:
    return {section.kind: section for section in sections}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_platforms_template_speaks_every_language(language: Language) -> None:
    sections = draft(FACTS, PACKS.words.value.minutes, language)
    assert [section.kind for section in sections] == ["opening", "presence", "quorum", "agenda", "item", "closing"]
    assert all(section.heading and section.content for section in sections)


@pytest.mark.parametrize("code", ["hu", "cs", "sk", "pl"])
def test_every_pack_drafts_in_its_own_language_and_in_canonical_form(code: Language) -> None:
    sections = draft(FACTS, template(code), code)
    assert [section.content for section in sections] == [clean(section.content) for section in sections]
    assert not any("{" in section.content or "{" in section.heading for section in sections)


def test_the_first_steering_group_of_a_pact_reads_like_hungarian_minutes() -> None:
    found = by_kind(draft(FACTS, template("hu"), "hu"))
    assert "2018. október 29., kezdete 10:00 óra." in found["opening"].content
    assert "Kecskemét" in found["opening"].content
    assert found["item"].heading == "1. napirendi pont: A munkaprogram elfogadása"
    assert "12:00 órakor bezárta" in found["closing"].content


def test_an_item_tells_presenter_notes_motion_counts_decision_and_task() -> None:
    content = by_kind(draft(FACTS, template("hu"), "en"))["item"].content
    for words in (
        "A paktumiroda vezetője",
        "<p>A csoport megvitatta a munkaprogramot.</p>",
        "<p>Két kérdés hangzott el.</p>",
        "A csoport fogadja el a munkaprogramot.",
        "For: 3, against: 0, abstaining: 1.",
        "<strong>1/2018. (X. 29.) IG határozat</strong>",
        "responsible: Paktumiroda",
        "15 November 2018",
        "Munkaprogram 2019",
    ):
        assert words in content, words


def test_the_public_reads_of_a_guest_the_organisation_and_of_an_absence_no_reason() -> None:
    content = by_kind(draft(FACTS, template("hu"), "en"))["presence"].content
    shown = to_html(public(from_html(content)))
    assert "A vendég neve" in content and "betegség" in content
    assert "A vendég neve" not in shown and "betegség" not in shown
    assert "Vendég Kft." in shown
    assert "voted by proxy" in shown


def test_whoever_came_late_went_early_or_sat_elsewhere_is_told_so() -> None:
    content = by_kind(draft(FACTS, template("hu"), "en"))["presence"].content
    assert "(substitute, online, from 10:20, until 11:00)" in content


def test_a_seat_named_after_its_organisation_does_not_say_it_twice() -> None:
    seats = (
        SeatThere("Tiszakécske Város Önkormányzatának képviselője", "Tiszakécske Város Önkormányzata", True, (STAY,)),
        SeatThere("Zástupce Krajské hospodářské komory", "Krajská hospodářská komora", True, (STAY,)),
        SeatThere("1. hely", "Kamara", True, (STAY,)),
    )
    bodies = (replace(FACTS.bodies[0], seats=seats),)
    content = by_kind(draft(replace(FACTS, bodies=bodies), template("hu"), "hu"))["presence"].content
    assert "Önkormányzata:" not in content and "komora" not in content
    assert "1. hely, Kamara" in content


def test_of_a_joint_session_each_body_has_its_presence_quorum_and_counts() -> None:
    other = BodyThere("Fórum", (SeatThere("Partner", "", True, (STAY,)),), QuorumThere(1, 1, 1, in_votes=False))
    vote = VoteTaken(
        False,
        (
            BodyVote("IG", 3, 0, 0, "carried", (("A kamara képviselője", "yes"),)),
            BodyVote("Fórum", 0, 1, 0, "rejected", (("A kamara képviselője", "no"),)),
        ),
        "rejected",
    )
    item = replace(ITEM, motions=(replace(ITEM.motions[0], votes=(vote,)),))
    found = by_kind(draft(replace(FACTS, bodies=(*FACTS.bodies, other), items=(item,)), template("hu"), "en"))
    assert "Fórum, present:" in found["presence"].content
    assert found["quorum"].content.count("<p>") == 2
    assert "IG. Vote. For: 3" in found["item"].content and "Fórum. Vote. For: 0, against: 1" in found["item"].content
    first, second = found["item"].content.split("Fórum. Vote.")
    assert "képviselője: voted for" in first and "képviselője: voted against" in second


def test_a_secret_vote_says_so_and_names_nobody() -> None:
    vote = VoteTaken(True, (BodyVote("IG", 2, 1, 0, "carried"),), "carried")
    item = replace(ITEM, motions=(replace(ITEM.motions[0], votes=(vote,)),))
    assert (
        "Secret ballot. For: 2" in by_kind(draft(replace(FACTS, items=(item,)), template("hu"), "en"))["item"].content
    )


def test_a_vote_by_name_lists_the_seats() -> None:
    named = BodyVote("IG", 2, 1, 0, "carried", (("A kamara képviselője", "no"),))
    vote = VoteTaken(False, (named,), "carried")
    item = replace(ITEM, motions=(replace(ITEM.motions[0], votes=(vote,)),))
    content = by_kind(draft(replace(FACTS, items=(item,)), template("hu"), "en"))["item"].content
    assert "<li>A kamara képviselője: voted against</li>" in content


def test_a_motion_that_an_amendment_reworded_says_so() -> None:
    item = replace(ITEM, motions=(replace(ITEM.motions[0], amended=True),))
    content = by_kind(draft(replace(FACTS, items=(item,)), template("hu"), "en"))["item"].content
    assert "<em>Motion as amended:</em>" in content


def test_an_item_carried_over_stands_without_a_number_and_says_where_it_went() -> None:
    item = replace(ITEM, number=None, state="carried", motions=(), decisions=(), tasks=())
    found = by_kind(draft(replace(FACTS, items=(item,)), template("hu"), "en"))
    assert found["item"].heading == ITEM.title
    assert "carried over" in found["item"].content
    assert "agenda" not in found


def test_an_internal_item_becomes_an_internal_section() -> None:
    assert not by_kind(draft(replace(FACTS, items=(replace(ITEM, public=False),)), template("hu"), "hu"))["item"].public


def test_a_sentence_that_names_something_unknown_is_left_out() -> None:
    found = by_kind(draft(replace(FACTS, place="", chair="", ends=None), template("hu"), "hu"))
    assert "Az ülés helye" not in found["opening"].content
    assert "Kmf." in found["closing"].content and "bezárta" not in found["closing"].content


def test_a_circular_vote_has_no_meeting_to_tell_of() -> None:
    found = by_kind(draft(replace(FACTS, form="circular"), template("hu"), "en"))
    assert "no meeting was held" in found["opening"].content
    assert "quorum" not in found


def test_announcements_are_listed_with_who_and_when() -> None:
    item = replace(
        ITEM, announced=(Announced("A főiskola képviselője", "Nyílt nap", "Érdeklődőknek", date(2018, 11, 3)),)
    )
    content = by_kind(draft(replace(FACTS, items=(item,)), template("hu"), "hu"))["item"].content
    assert "<strong>A főiskola képviselője:" in content and "2018. november 3." in content


def test_markup_in_what_people_typed_stays_words() -> None:
    content = by_kind(draft(replace(FACTS, items=(replace(ITEM, notes="<b>x</b> & y"),)), template("hu"), "hu"))
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in content["item"].content
