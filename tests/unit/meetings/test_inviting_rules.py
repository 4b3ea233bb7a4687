"""Rules of inviting: pasted lists, one mail a mailbox, which answers hold, and addresses for answers."""

import uuid
from dataclasses import dataclass

import pytest
from hypothesis import strategies as st

from paktum.core.languages import LANGUAGES
from paktum.core.messages import say
from paktum.core.settings import LONGEST_REPLY_NAME
from paktum.domains.meetings.rules.inviting import (
    MOST_GUESTS,
    PastedGuest,
    count_answers,
    kind_of_office,
    mailboxes,
    read_guest_list,
    same_person,
    standing_answer,
)
from paktum.domains.meetings.rules.reply_addresses import (
    is_reply_secret,
    read_reply_address,
    reply_address,
    tenant_mark,
)
from tests.support.properties import given

KEY = "a key that only this test uses, of some length"


@dataclass(frozen=True)
class Somebody:
    name: str
    email: str


@pytest.mark.parametrize(
    ("line", "guest"),
    [
        ("igazgató; Kamara; igazgato@kamara.example", PastedGuest("igazgató", "Kamara", "igazgato@kamara.example")),
        ("ředitel\tÚřad práce\treditel@up.example", PastedGuest("ředitel", "Úřad práce", "reditel@up.example")),
        ("reditel@up.example; ředitel", PastedGuest("ředitel", "", "reditel@up.example")),
        ("Dyrektor <dyrektor@wup.example>", PastedGuest("Dyrektor", "", "dyrektor@wup.example")),
        ("only@address.example", PastedGuest("only@address.example", "", "only@address.example")),
        ('"starosta";"Město";', PastedGuest("starosta", "Město", "")),
        ("  a   b ;; c@d.example ", PastedGuest("a b", "", "c@d.example")),
    ],
)
def test_a_line_of_a_pasted_list_names_a_guest(line: str, guest: PastedGuest) -> None:
    assert read_guest_list(f"\n{line}\n ;; \n") == ([guest], [])


def test_lines_that_cannot_be_read_are_named_and_the_others_are_kept() -> None:
    text = (
        "first; Office; first@office.example\nsecond; Office; not an@address\nthird; a; b; c\nx@y.example; z@y.example"
    )
    guests, problems = read_guest_list(text)
    assert [guest.name for guest in guests] == ["first"]
    assert [say(problem, "en")[:7] for problem in problems] == ["Line 2:", "Line 3:", "Line 4:"]
    assert all(say(problem, language) for problem in problems for language in LANGUAGES)


def test_a_list_that_is_too_long_is_refused() -> None:
    assert read_guest_list("a\n" * MOST_GUESTS)[1] == []
    assert len(read_guest_list("a\n" * (MOST_GUESTS + 1))[1]) == 1


@given(st.text())
def test_whatever_is_pasted_no_guest_is_without_a_name_or_has_a_line_break(text: str) -> None:
    guests, problems = read_guest_list(text)
    assert len(guests) + len(problems) <= len(text.splitlines())
    for guest in guests:
        assert guest.name and len(f"{guest.name}{guest.organisation}{guest.email}".splitlines()) == 1


def test_every_mailbox_gets_one_mail_and_who_has_no_address_gets_none() -> None:
    people = [
        Somebody("a", "X@y.example"),
        Somebody("b", "z@y.example"),
        Somebody("c", "x@Y.example"),
        Somebody("d", ""),
    ]
    assert mailboxes(people) == [[people[0], people[2]], [people[1]]]


def test_one_name_at_one_mailbox_is_one_person_and_two_names_are_two() -> None:
    mayor = Somebody("Deputy Mayor", "office@town.example")
    assert same_person(mayor, Somebody("deputy  mayor", "OFFICE@town.example"))
    assert not same_person(mayor, Somebody("head of department", "office@town.example"))
    assert not same_person(Somebody("a", ""), Somebody("a", ""))


def test_an_answer_to_an_earlier_time_no_longer_holds() -> None:
    assert standing_answer("accepted", 2, 2) == "accepted"
    assert standing_answer("accepted", 1, 2) is None
    assert standing_answer("accepted", None, 0) is None
    count = count_answers(["accepted", "declined", None, "accepted", "tentative"])
    assert (count.asked, count.accepted, count.tentative, count.declined, count.silent) == (5, 2, 1, 1, 1)


def test_offices_are_asked_as_what_they_do_in_the_body() -> None:
    asked = [kind_of_office(office) for office in ("chair", "vice_chair", "member", "substitute", "secretary")]
    assert asked == ["seat", "seat", "seat", "substitute", "guest"]


@given(st.uuids(), st.uuids(), st.integers(1, 50))
def test_an_address_for_answers_names_its_person_in_any_case(
    tenant: uuid.UUID, invitee: uuid.UUID, generation: int
) -> None:
    base = "v" * LONGEST_REPLY_NAME + "@paktum.example"
    address = reply_address(base, KEY, tenant, invitee, generation)
    assert len(address.rpartition("@")[0]) <= 64 and address == address.lower()
    for spelled in (address, address.upper(), f"<{address}>"):
        token = read_reply_address(spelled, base)
        assert token is not None
        assert (token.tenant_mark, token.invitee_id) == (tenant_mark(tenant), invitee)
        assert is_reply_secret(token.secret, KEY, tenant, invitee, generation)
        assert not is_reply_secret(token.secret, KEY, tenant, invitee, generation + 1)
        assert not is_reply_secret(token.secret, KEY, invitee, tenant, generation)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "answers@paktum.example",
        "answers+@paktum.example",
        "answers+abc@paktum.example",
        "answers+" + "1" * 46 + "@paktum.example",
        "answers+" + "ö" * 46 + "@paktum.example",
        "other+" + "a" * 46 + "@paktum.example",
        "answers+" + "a" * 46 + "@elsewhere.example",
    ],
)
def test_an_address_that_was_never_given_out_is_none(address: str) -> None:
    assert read_reply_address(address, "answers@paktum.example") is None
