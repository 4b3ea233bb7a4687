"""How the programme is put into words."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from paktum.core.languages import Language
from paktum.core.periods import Period
from paktum.domains.programme.calendar_page import day_of
from paktum.domains.programme.filters import PlanFilters
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.wording import ShortTitles, counted, cut
from paktum.plugin.loader import load_plugins
from paktum.plugin.registry import merge
from paktum.plugin.tenants import read_tenant, tenants_folder
from paktum.plugin.vocabulary import Vocabulary

AT = datetime(2026, 11, 21, tzinfo=UTC)


def words_of(slug: str) -> Vocabulary:
    plugins = load_plugins()
    return merge(plugins, read_tenant(tenants_folder() / slug, plugins).tenant)


def row(**values: Any) -> PlanRow:
    usual: dict[str, Any] = {
        "id": uuid.UUID(int=1), "kind": "session", "sequence": 1, "title": "A title", "types": (), "body_id": None,
        "body": "", "body_short": "", "body_type": None, "body_sequence": 0, "planned": Period.month(2027, 3),
        "effective": Period.month(2027, 3), "fixed": False, "place": "", "purpose": "", "results_text": "",
        "results": (), "audiences": (), "cancelled": False, "calendar_sequence": 0, "created_at": AT, "changed_at": AT,
    }  # fmt: skip
    return PlanRow(**(usual | values))


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("hu", 19, "19 ülés"),
        ("en", 1, "1 session"),
        ("en", 0, "0 sessions"),
        ("cs", 3, "3 jednání"),
        ("sk", 5, "5 zasadnutí"),
        ("pl", 1, "1 posiedzenie"),
        ("pl", 22, "22 posiedzenia"),
        ("pl", 12, "12 posiedzeń"),
    ],
)
def test_a_number_is_followed_by_the_form_its_language_wants(language: Language, number: int, said: str) -> None:
    assert counted(number, "session", words_of("tiszakecske"), language) == said


def test_a_session_is_drawn_under_the_short_name_of_its_body() -> None:
    words = words_of("tiszakecske")
    session = row(title="4. Irányító Csoport ülés", body="Irányító Csoport", body_type="hu.steering_group")
    event = row(kind="event", title="Workshop-sorozat 2")
    short = ShortTitles.of([session, event], words)
    assert short(session) == "4. IG"
    assert short(event) == "Workshop-sorozat 2"


def test_what_tells_one_session_from_another_stays_in_its_short_title() -> None:
    founding = row(title="Foglalkoztatási fórum alakuló ülés", body="Foglalkoztatási Fórum", body_type="hu.forum")
    assert ShortTitles.of([founding], words_of("tiszakecske"))(founding) == "FF alakuló"


def test_a_title_without_the_bodys_name_stays_whole() -> None:
    session = row(title="Alakuló ülés", body="Irányító Csoport", body_type="hu.steering_group")
    assert ShortTitles.of([session], words_of("tiszakecske"))(session) == "Alakuló ülés"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert cut("eleven twelve", 9) == "eleven…"
    assert cut("one\ntwo", 12) == "one two"


def test_filters_survive_the_way_into_an_address_and_back() -> None:
    filters = PlanFilters(kind="session", year=2027, state="late", type="hu.informing", text="fórum 1", order="kind")
    from urllib.parse import parse_qsl

    assert PlanFilters.of(dict(parse_qsl(filters.query()[1:]))) == filters
    assert PlanFilters().query() == ""


def test_a_search_passes_over_accents_and_capitals() -> None:
    found = PlanFilters(text="FORUM tájékoztato").apply([row(title="Fórum", purpose="tájékoztató")], date(2027, 1, 1))
    assert PlanFilters(text="lodz").apply([row(title="Targi pracy w Łodzi", place="Łódź")], date(2027, 1, 1))
    assert len(found) == 1


@pytest.mark.parametrize("text", ["", "0000", "99999", "2027-13", "²⁰²⁷", "2027-x", "-1"])
def test_an_address_that_names_no_month_opens_the_calendar_all_the_same(text: str) -> None:
    assert day_of(text, date(2026, 5, 5)).day in (1, 5)
