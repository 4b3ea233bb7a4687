"""Word templates in the settings: brought, checked, used, handed out, and left again."""

import io

from docx import Document

from paktum.domains.documents.layouts.minutes_starter import starter_template
from paktum.domains.documents.queries import template_in_use
from paktum.domains.documents.service.word_templates import minutes_on_template, sample
from paktum.web.context import House
from tests.support.meetings import clock_of
from tests.support.pacts import Pact, Visitor
from tests.support.papers import a_word_file
from tests.support.reports import facts_of

ADDRESS = "/settings/word-templates"
OWN = ("A hivatal levélpapírja", "{%p for s in sections %}", "{{ s.heading }}", "{{p s.content }}", "{%p endfor %}")


def bring(visitor: Visitor, content: bytes, name: str = "Saját.docx") -> tuple[int, str]:
    answer = visitor.post(ADDRESS, {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return answer.status_code, answer.text


def words(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def test_minutes_are_written_on_the_template_that_the_head_brought(pact: Pact) -> None:
    head = pact.signed_in("head")
    assert bring(head, a_word_file(*OWN))[0] == 303
    assert "Saját.docx" in head.get(ADDRESS).text
    house: House = pact.app.extensions["paktum"]
    with pact.work() as session:
        minutes = sample(session, clock_of(pact), house.store, facts_of(pact))
        made = words(minutes_on_template(session, house.store, minutes))
    assert made.startswith("A hivatal levélpapírja")
    assert all(section.heading in made for section in minutes.sections)
    answer = head.get(f"{ADDRESS}/sample.docx")
    assert words(answer.data).startswith("A hivatal levélpapírja")


def test_a_template_that_cannot_be_used_is_refused_with_all_that_is_wrong_and_the_former_stays(pact: Pact) -> None:
    head = pact.signed_in("head")
    bring(head, a_word_file(*OWN))
    status, page = bring(head, a_word_file(*OWN, "{{ titok }}", "{{ 7*7 }}"), "Rossz.docx")
    assert status == 422
    assert "titok" in page and page.count('class="field-error"') == 2
    assert "Rossz.docx" not in page and "Saját.docx" in page


def test_what_is_no_word_document_is_refused_at_its_field(pact: Pact) -> None:
    status, page = bring(pact.signed_in("head"), b"%PDF-1.7", "minutes.docx")
    assert status == 422 and "field-error" in page


def test_a_file_that_is_too_large_is_refused_without_being_read(pact: Pact) -> None:
    head = pact.signed_in("head")
    answer = head.client.post(
        ADDRESS,
        base_url=pact.origin,
        input_stream=io.BytesIO(),
        environ_overrides={"CONTENT_LENGTH": str(7 << 20)},
        headers={"X-CSRFToken": head.token()},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413 and "field-error" in answer.text


def test_the_next_template_takes_the_place_of_the_last_and_the_plain_one_of_both(pact: Pact) -> None:
    head = pact.signed_in("head")
    bring(head, a_word_file(*OWN))
    bring(head, a_word_file(*OWN, "{{ pact }}"), "../Második\u202e.DOCX")
    with pact.work() as session:
        template = template_in_use(session, "minutes")
    assert template is not None and template.file.name == "Második.docx"
    file = head.get(f"{ADDRESS}/{template.id}/file")
    assert words(file.data).endswith("{{ pact }}")
    file.close()
    for _ in range(2):
        assert head.post(f"{ADDRESS}/plain", {}).status_code == 303
    assert "/file" not in head.get(ADDRESS).text


def test_the_template_to_start_from_can_be_brought_as_it_is(pact: Pact) -> None:
    head = pact.signed_in("head")
    starter = head.get(f"{ADDRESS}/starter.docx").data
    assert words(starter) == words(starter_template("hu"))
    assert bring(head, starter)[0] == 303


def test_an_officer_sees_the_template_and_cannot_change_it_others_see_nothing(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    page = officer.get(ADDRESS)
    assert page.status_code == 200 and 'type="file"' not in page.text
    assert bring(officer, a_word_file(*OWN))[0] == 403
    assert pact.signed_in("member").get(ADDRESS).status_code == 403
