"""The time line: everything is on it, nothing touches, nothing breaks out, and it is quick."""

import re
from datetime import date, timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import strategies as st

from paktum.core.languages import LANGUAGES, Language
from paktum.core.periods import Period, Precision
from paktum.web import svg
from paktum.web.components import LANES, TODAY, sample_entries
from paktum.web.ink import inked
from paktum.web.timeline import Lane, TimelineEntry, YearChart, label_in_lane, timeline
from paktum.web.timeline.entries import STATES
from tests.support.properties import given, settings

DAYS = st.dates(date(2018, 1, 1), date(2021, 12, 31))
PERIODS = st.one_of(
    DAYS.map(Period.on),
    st.tuples(DAYS, st.integers(1, 40)).map(lambda pair: Period.days(pair[0], pair[0] + timedelta(days=pair[1]))),
    DAYS.map(lambda day: Period.month(day.year, day.month)),
    DAYS.map(lambda day: Period.quarter(day.year, (day.month + 2) // 3)),
    DAYS.map(lambda day: Period.half_year(day.year, 1 if day.month < 7 else 2)),
    DAYS.map(lambda day: Period.year_of(day.year)),
)


ANY_WORDS = st.text(max_size=60)


@st.composite
def programmes(draw: st.DrawFn, texts: st.SearchStrategy[str] = ANY_WORDS) -> list[TimelineEntry]:
    entries = []
    for number in range(draw(st.integers(1, 25))):
        period = draw(PERIODS)
        planned = draw(st.none() | DAYS.map(lambda day: Period.month(day.year, day.month)))
        entries.append(
            TimelineEntry(
                id=f"e{number}",
                label=draw(texts),
                title=draw(texts),
                lane=draw(st.sampled_from([lane.code for lane in LANES])),
                period=period,
                planned=planned,
                state=draw(st.sampled_from(STATES)),
                state_label=draw(texts),
                address=draw(st.none() | texts | texts.map(lambda text: "/" + text)),
            )
        )
    return entries


def parsed(chart: str) -> Element:
    return fromstring(chart)


def named(root: Element, tag: str) -> list[Element]:
    return [element for element in root.iter() if element.tag.split("}")[-1] == tag]


def links_and_groups(root: Element) -> list[Element]:
    return [child for child in root if child.tag.split("}")[-1] in ("a", "g")]


@settings(max_examples=20)
@given(programmes())
def test_any_words_leave_well_formed_svg_that_holds_them_as_words_only(entries: list[TimelineEntry]) -> None:
    for chart in timeline(entries, LANES, "cs", TODAY):
        for drawing in (chart.wide, chart.phone):
            root = parsed(drawing)
            tags = {element.tag for element in root.iter()}
            assert tags <= {"svg", "title", "desc", "text", "rect", "circle", "line", "a", "g"}
            for element in root.iter():
                assert set(element.attrib) <= {
                    "class", "viewBox", "role", "aria-labelledby", "id", "href",
                    "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "width", "height",
                }  # fmt: skip
                assert element.attrib.get("href", "/").startswith("/")
                assert not element.attrib.get("href", "/").startswith(("//", "/\\"))


@settings(max_examples=20)
@given(programmes())
def test_every_entry_is_in_each_year_it_reaches(entries: list[TimelineEntry]) -> None:
    charts = {chart.year: chart for chart in timeline(entries, LANES, "hu", TODAY)}
    expected: dict[int, int] = {}
    for entry in entries:
        for year in range(entry.drawn.start.year, entry.drawn.last.year + 1):
            expected[year] = expected.get(year, 0) + 1
    assert {year: chart.count for year, chart in charts.items()} == expected
    for year, count in expected.items():
        for drawing in (charts[year].wide, charts[year].phone):
            assert len(links_and_groups(parsed(drawing))) == count


def boxes_of_labels(chart: YearChart) -> list[tuple[float, float, float, float]]:
    found = []
    for part in links_and_groups(parsed(chart.wide)):
        label = named(part, "text")[-1]
        x, y = float(label.attrib["x"]), float(label.attrib["y"])
        width = svg.text_width(label.text or "", bold="t-late" in label.attrib.get("class", ""))
        found.append((x, y - 10, x + width, y + 3))
    return found


def overlaps(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=20)
@given(programmes(st.text("abcdefghijklmnopőűřš 0123456789", min_size=1, max_size=50)))
def test_labels_never_touch_each_other_or_the_bars_of_others(entries: list[TimelineEntry]) -> None:
    for chart in timeline(entries, LANES, "pl", TODAY):
        labels = boxes_of_labels(chart)
        bars = []
        for part in links_and_groups(parsed(chart.wide)):
            bar = [one for one in named(part, "rect") if "bar" in one.attrib["class"]]
            at = {name: float(bar[0].attrib[name]) for name in ("x", "y", "width", "height")} if bar else None
            bars.append((at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"]) if at else None)
        for number, label in enumerate(labels):
            assert label[2] <= 992.6
            assert not any(overlaps(label, other) for other in labels[number + 1 :])
            assert not any(bar and overlaps(label, bar) for place, bar in enumerate(bars) if place != number)


def test_the_same_programme_gives_the_same_drawing_in_whatever_order_it_comes() -> None:
    entries = sample_entries()
    assert timeline(entries, LANES, "sk", TODAY) == timeline(tuple(reversed(entries)), LANES, "sk", TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_are_written_as_the_language_writes_them(language: Language) -> None:
    expected = {"hu": "szept.", "cs": "zář", "sk": "sep", "pl": "wrz", "en": "Sept"}[language]
    year_2019 = timeline(sample_entries(), LANES, language, TODAY)[1]
    assert f">{expected}</text>" in year_2019.wide
    assert f">{expected}</text>" in year_2019.phone


def test_a_fixed_day_is_a_dot_on_the_bar_of_its_month() -> None:
    entry = TimelineEntry(
        "e", "2. ülés", "group", Period.on(date(2019, 3, 12)), "held", planned=Period.month(2019, 3), address="/e"
    )
    (chart,) = timeline([entry], LANES, "hu", TODAY)
    (part,) = links_and_groups(parsed(chart.wide))
    bar = next(one for one in named(part, "rect") if "bar" in one.attrib["class"])
    dot = named(part, "circle")[0]
    assert float(bar.attrib["x"]) < float(dot.attrib["cx"]) < float(bar.attrib["x"]) + float(bar.attrib["width"])


def test_a_day_that_left_its_planned_month_stands_alone() -> None:
    entry = TimelineEntry("e", "ülés", "group", Period.on(date(2019, 5, 2)), "held", planned=Period.month(2019, 3))
    assert entry.bar is None
    assert entry.drawn.start == date(2019, 5, 2)


def test_a_link_tells_what_when_and_in_which_state() -> None:
    entry = TimelineEntry(
        "e", "2. IG", "group", Period.month(2019, 3), "held", "megtartva", "2. Irányító Csoport ülés", "/e"
    )
    (chart,) = timeline([entry], LANES, "hu", TODAY)
    assert "<title>2. Irányító Csoport ülés, 2019. március: megtartva</title>" in chart.wide


def test_the_line_of_today_is_drawn_in_its_year_only() -> None:
    charts = timeline(sample_entries(), LANES, "en", TODAY)
    assert [chart.year for chart in charts if 'class="now"' in chart.wide] == [2019]


def test_an_unknown_lane_is_an_error_that_names_it() -> None:
    entry = TimelineEntry("e", "ülés", "nowhere", Period.year_of(2019), "planned")
    with pytest.raises(ValueError, match="«nowhere»"):
        timeline([entry], LANES, "hu", TODAY)


def test_an_empty_programme_has_no_years() -> None:
    assert timeline([], LANES, "hu", TODAY) == ()


def test_on_a_phone_few_short_lanes_are_columns_and_long_names_get_a_line_each() -> None:
    (narrow,) = timeline([TimelineEntry("e", "2. IG", "group", Period.month(2019, 3), "planned")], LANES, "hu", TODAY)
    long = "Munkavállalói tájékoztató rendezvény 1"
    (wide,) = timeline([TimelineEntry("e", long, "group", Period.month(2019, 3), "planned")], LANES, "hu", TODAY)
    many = [Lane(str(number), f"Body {number}") for number in range(5)]
    spread = [TimelineEntry(lane.code, "1", lane.code, Period.month(2019, 3), "planned") for lane in many]
    assert ">Group</text>" in narrow.phone.split("<g>")[0]
    assert f">{long}</text>" in wide.phone
    assert timeline(spread, many, "en", TODAY)[0].phone.count("Body ") == 5


def test_on_a_phone_a_line_names_its_lane_only_where_the_label_does_not() -> None:
    lanes = [Lane(code, f"Body {code}", code.upper()) for code in ("a", "b", "c", "d")]
    may, june = Period.month(2019, 5), Period.on(date(2019, 6, 3))
    entries = [
        TimelineEntry(id=f"{lane}{period}", label=label, title=label, lane=lane, period=period, state="planned")
        for period in (may, june)
        for lane, label in (("a", "2. A"), ("b", "2. B"), ("c", "Workshop"), ("d", "Fair"))
    ]
    lines = re.findall(r">([^<>]+)</text>", timeline(entries, lanes, "en", TODAY)[0].phone)
    assert [line for line in lines if line not in ("2019", "May", "Jun") and "today" not in line] == [
        *("2. A", "2. B", "Workshop", "C", "Fair", "D"),
        *("2. A", "3 Jun", "2. B", "3 Jun", "Workshop", "C, 3 Jun", "Fair", "D, 3 Jun"),
    ]


def test_every_state_is_drawn_in_a_way_of_its_own_on_a_screen() -> None:
    from paktum.domains.programme.plan_page import CHART_LOOKS, STATE_LOOKS

    for looks in (CHART_LOOKS, STATE_LOOKS):
        assert len(set(looks.values())) == len(looks)
    assert set(CHART_LOOKS.values()) == set(STATES)


def test_on_paper_every_colour_is_a_plain_one() -> None:
    for chart in timeline(sample_entries(), LANES, "hu", TODAY):
        drawing = inked(chart.wide, 285)
        assert "var(" not in drawing
        assert "color-mix" not in drawing
        assert ".s-held{fill:#463c8c;stroke:#463c8c" in drawing
        assert fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
        classes = set(" ".join(re.findall(r'class="([^"]+)"', chart.wide)).split())
        inkless = {"chart", "bar", "hit"}
        for name in classes - inkless:
            assert f".{name}" in drawing, name


@pytest.mark.parametrize(
    ("title", "lane", "label"),
    [
        ("1. Irányító Csoport ülés", "Irányító Csoport", "1. ülés"),
        ("2. Foglalkoztatási fórum", "Foglalkoztatási Fórum", "2. Fórum"),
        ("Foglalkoztatási fórum alakuló ülés", "Foglalkoztatási fórum", "alakuló ülés"),
        ("Irányító Csoport", "Irányító Csoport", "Irányító Csoport"),
        ("Jednání Výkonné rady", "Výkonná rada", "Jednání Výkonné rady"),
        ("Irányító Csoportnak szóló levél", "Irányító Csoport", "Irányító Csoportnak szóló levél"),
        ("Workshop 1", "", "Workshop 1"),
    ],
)
def test_a_label_does_not_repeat_its_lane(title: str, lane: str, label: str) -> None:
    assert label_in_lane(title, lane) == label


def test_precision_decides_the_row_of_a_phone() -> None:
    entry = TimelineEntry("q", "felmérés", "event", Period.quarter(2019, 4), "planned")
    assert entry.period.precision is Precision.QUARTER
    (chart,) = timeline([entry], LANES, "pl", TODAY)
    assert ">IV kw.</text>" in chart.phone
