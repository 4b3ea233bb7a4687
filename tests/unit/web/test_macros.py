"""The macros: values kept, errors linked, words escaped, and pages that an HTML reader finds nothing wrong with."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from paktum.core.languages import LANGUAGES, Language
from paktum.core.periods import Period
from paktum.web.assets.build import PACKAGE
from paktum.web.components import JOBS, SampleForm, SampleJob
from paktum.web.dates import DateMark, date_mark
from tests.support.design import make_app

Render = Callable[..., str]
MONDAY = date(2019, 6, 24)


def errors_of_html(page: str) -> list[object]:
    reader = html5lib.HTMLParser()
    reader.parse(page)
    return list(reader.errors)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_the_page_of_components_is_sound_html(built: Path, language: Language, signed_in: bool) -> None:
    page = make_app(built, language=language, signed_in=signed_in).test_client().get("/components").text
    assert errors_of_html(page) == []
    assert f'<html lang="{language}"' in page
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(identifiers) == sorted(set(identifiers))
    for target in re.findall(r'(?:for|aria-labelledby|aria-describedby|popovertarget|data-copy)="([^"]+)"', page):
        assert set(target.split()) <= set(identifiers), target


def test_the_page_of_components_names_no_other_host(client: FlaskClient) -> None:
    page = client.get("/components").text
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_a_guest_sees_no_navigation_and_no_search(built: Path) -> None:
    page = make_app(built, signed_in=False).test_client().get("/components").text
    assert 'id="nav"' not in page
    assert 'role="search" action="/search"' not in page
    assert "Sign in" in page


def test_the_skip_link_leads_to_the_content_and_the_present_page_is_marked(client: FlaskClient) -> None:
    page = client.get("/components").text
    assert page.index('class="skip" href="#main"') < page.index("<header")
    assert 'id="main" tabindex="-1"' in page
    assert page.count('aria-current="page"') >= 2


def test_a_name_in_another_language_says_so(client: FlaskClient) -> None:
    assert '<span lang="hu">Tiszakécskei Foglalkoztatási Paktum</span>' in client.get("/components").text


def wrong_form() -> SampleForm:
    form = SampleForm(data={"email": "<at>", "seats": 120, "purpose": "kept & <escaped>"})
    form.validate()
    return form


def test_the_error_summary_links_every_error_to_its_field(render: Render) -> None:
    page = render('{% from "ui/form.html" import error_summary %}{{ error_summary(form) }}', form=wrong_form())
    assert 'role="alert" tabindex="-1"' in page
    assert '<a href="#email">This is not an e-mail address.</a>' in page
    assert "7 things have to be put right" in page


def test_a_form_without_errors_has_no_summary(render: Render) -> None:
    assert render('{% from "ui/form.html" import error_summary %}{{ error_summary(form) }}', form=SampleForm()) == ""


def test_a_failed_field_keeps_its_value_and_points_to_its_error_and_help(render: Render) -> None:
    page = render('{% from "ui/form.html" import field %}{{ field(form.email) }}', form=wrong_form())
    assert 'value="&lt;at&gt;"' in page
    assert 'aria-describedby="email-error email-help"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="email-error"' in page
    assert 'id="email-help"' in page


def test_a_text_area_keeps_what_was_typed_as_words(render: Render) -> None:
    page = render('{% from "ui/form.html" import field %}{{ field(form.purpose) }}', form=wrong_form())
    assert "kept &amp; &lt;escaped&gt;" in page


def test_a_choice_is_a_fieldset_that_the_summary_can_reach(render: Render) -> None:
    page = render('{% from "ui/form.html" import field %}{{ field(form.form) }}', form=wrong_form())
    assert '<fieldset id="form" tabindex="-1"' in page
    assert page.count('type="radio"') == 3


def test_attributes_reach_the_control(render: Render) -> None:
    source = '{% from "ui/form.html" import field %}{{ field(form.email, attributes={"autocomplete": "email"}) }}'
    assert 'autocomplete="email"' in render(source, form=SampleForm())


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.state)
def test_a_job_asks_anew_only_while_it_goes_on(render: Render, job: SampleJob) -> None:
    page = render('{% from "ui/work.html" import progress %}{{ progress(job) }}', job=job)
    assert ("data-hx-trigger" in page) == (job.state in ("queued", "running"))
    assert ("<progress" in page) == (job.state in ("queued", "running"))
    assert ("Try again" in page) == (job.state == "failed")


def test_a_notice_offers_to_undo_by_a_post_with_a_token(render: Render) -> None:
    page = render('{% from "ui/work.html" import notice %}{{ notice("done", "<Saved>", undo="/undo/7") }}')
    assert '<form method="post" action="/undo/7"><input type="hidden" name="csrf_token"' in page
    assert "&lt;Saved&gt;" in page


def test_a_question_proposes_one_answer_and_keeps_the_chosen_one(render: Render) -> None:
    source = '{% from "ui/work.html" import question %}{{ question("q", "Which?", choices, 4, value) }}'
    choices = [("5", "5th forum", True), ("3", "3rd forum", False)]
    proposed = render(source, choices=choices, value=None)
    chosen = render(source, choices=choices, value="3")
    assert 'value="5" checked' in proposed
    assert 'value="3" checked' in chosen
    assert chosen.count(" checked") == 1


def test_two_editors_see_both_versions_and_keep_their_own_unless_they_choose(render: Render) -> None:
    source = '{% from "ui/work.html" import conflict %}{{ conflict([("place", "Place", "Kecskemét", "Tiszakécske")]) }}'
    page = render(source)
    assert "Kecskemét" in page
    assert 'value="mine" checked' in page


@pytest.mark.parametrize(
    ("period", "language", "mark"),
    [
        (Period.on(date(2019, 4, 24)), "hu", DateMark("24", "2019. április", "2019-04-24", False)),
        (Period.on(date(2019, 4, 24)), "cs", DateMark("24", "duben 2019", "2019-04-24", False)),
        (Period.on(MONDAY), "en", DateMark("24", "today", "2019-06-24", False)),
        (Period.on(date(2019, 6, 26)), "hu", DateMark("26", "szerda", "2019-06-26", False)),
        (Period.on(date(2019, 7, 11)), "pl", DateMark("11", "lipiec, czw.", "2019-07-11", False)),
        (Period.month(2019, 9), "hu", DateMark("szept.", "2019", "2019-09", True)),
        (Period.year_of(2020), "sk", DateMark("2020", "", "2020", True)),
    ],
)
def test_a_date_mark_says_no_more_than_is_known(period: Period, language: Language, mark: DateMark) -> None:
    assert date_mark(period, language, MONDAY) == mark


def test_no_words_stand_in_layout_or_macros_outside_the_catalogues() -> None:
    for template in sorted((PACKAGE / "web" / "templates").rglob("*.html")):
        if template.name == "components.html":
            continue
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        words = re.findall(r">([^<>]*[A-Za-z]{2,}[^<>]*)<", text)
        assert not words, (template.name, words)
