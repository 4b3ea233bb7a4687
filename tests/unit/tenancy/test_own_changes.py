"""Rules of a tenant's own changes."""

import pytest

from paktum.domains.tenancy.rules import code_from, mark_of, with_event_type, with_own_event_type, with_term
from paktum.plugin.specs import EventType, TenantChanges, TenantFile, Term, TermForms, Words

FILE = TenantFile.model_validate(
    {
        "slug": "liberec",
        "name": "Pakt",
        "short_name": "Pakt",
        "language": "cs",
        "country": "CZ",
        "region": "CZ051",
        "timezone": "Europe/Prague",
        "hosts": ["liberec.example"],
        "hue": 100,
        "plugins": ["cs"],
        "event_types": {"disabled": ["cs.seminar"]},
    }
)
NOTHING = TenantChanges()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Study visit", "liberec.study_visit"),
        ("Výjezd do škol!", "liberec.vyjezd_do_skol"),
        ("2nd round", "liberec.own_2nd_round"),
        ("…", "liberec.own"),
        ("Ł", "liberec.own"),
    ],
)
def test_a_code_is_made_from_a_name_in_any_language(name: str, code: str) -> None:
    assert code_from(name, "liberec", ()) == code


def test_a_second_thing_of_the_same_name_gets_a_number() -> None:
    taken = {"liberec.study_visit", "liberec.study_visit_2"}
    assert code_from("Study visit", "liberec", taken) == "liberec.study_visit_3"


def test_switching_off_and_on_again_leaves_no_change() -> None:
    off = with_event_type(FILE, NOTHING, "cs.workshop", on=False)
    assert off.event_types_off == ("cs.workshop",)
    assert with_event_type(FILE, off, "cs.workshop", on=True) == NOTHING


def test_what_the_file_switches_off_can_be_switched_on_and_taken_back() -> None:
    on = with_event_type(FILE, NOTHING, "cs.seminar", on=True)
    assert on.event_types_on == ("cs.seminar",) and on.event_types_off == ()
    assert with_event_type(FILE, on, "cs.seminar", on=False) == NOTHING


def test_a_renamed_word_is_taken_back_without_touching_the_others() -> None:
    one, other = (Term(cs=TermForms(one=word, many=word)) for word in ("schůze", "porada"))
    both = with_term(with_term(NOTHING, "session", one), "event", other)
    assert with_term(both, "session", None).terms == {"event": other}


def test_saving_an_own_kind_again_replaces_it_in_its_place() -> None:
    first, second = (EventType(code=f"liberec.{code}", names=Words(cs=code)) for code in ("a", "b"))
    changes = with_own_event_type(with_own_event_type(NOTHING, first), second)
    retired = first.model_copy(update={"retired": True})
    assert with_own_event_type(changes, retired).event_types == (retired, second)


def test_the_mark_of_a_word_tells_one_state_from_another() -> None:
    one = Term(cs=TermForms(one="schůze", many="schůze"))
    assert mark_of(one) != mark_of(None)
    assert mark_of(one) == mark_of(Term.model_validate(one.model_dump()))
