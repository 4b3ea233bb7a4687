"""Minutes on the office's own Word template: only harmless templates are let in, and texts never act in them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from docx import Document

from paktum.core.errors import Refused
from paktum.core.languages import LANGUAGES, Language
from paktum.core.messages import Message
from paktum.domains.documents.layouts.minutes import MinutesPaper
from paktum.domains.documents.layouts.minutes_sample import sample_minutes
from paktum.domains.documents.layouts.minutes_starter import starter_template
from paktum.domains.documents.layouts.minutes_word import check_minutes_template, minutes_docx
from paktum.domains.documents.rich import rich_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SECTIONS = ("{%p for section in sections %}", "{{ section.heading }}", "{{p section.content }}", "{%p endfor %}")


def template(lines: Sequence[str] = SECTIONS, change: Callable[[object], None] | None = None) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The document with a part added, or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, data)
    return buffer.getvalue()


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    margins = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *margins])


def keys(problems: list[Message]) -> list[str]:
    return [str(problem.key) for problem in problems]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_template_passes_its_own_check_and_takes_everything(
    language: Language, minutes: MinutesPaper
) -> None:
    content = starter_template(language)
    assert check_minutes_template(content, minutes) == []
    made = words(minutes_docx(minutes, content))
    for passage in (
        "Tiszakécskei Foglalkoztatási Paktum",
        "Irányító Csoport, 1/2018. ülés",
        "A testület határozatképes.\nÚj sor & jel.",
        "•\tMegalakulás",
        "1.\tegy",
        "Kamara, Iparkamara",
        "1. Jelenléti ív",
        "Jegyzőkönyvvezető",
    ):
        assert passage in made
    assert "{" not in made


def test_a_sample_has_every_kind_of_part(minutes: MinutesPaper) -> None:
    sample = sample_minutes(minutes.letterhead, "pl", datetime(2026, 1, 5, 9, tzinfo=UTC), "Europe/Warsaw")
    made = words(minutes_docx(sample, template()))
    assert "5 < 7 & 7 > 5" in made
    assert all(section.heading in made for section in sample.sections)


def test_looks_of_words_come_over(minutes: MinutesPaper) -> None:
    runs = [run for line in Document(io.BytesIO(minutes_docx(minutes))).paragraphs for run in line.runs]
    assert any(run.bold and run.text == "határozatképes" for run in runs)
    assert any(run.italic and run.text == "Az elnök" for run in runs)


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% for x in y %}", "{_{ pact }_}", "<w:p/>", "&amp;", "{{p pact }}"])
def test_texts_of_minutes_are_never_fields_or_markup(minutes: MinutesPaper, text: str) -> None:
    section = minutes.sections[0].model_copy(update={"heading": text, "blocks": rich_text("<p>x</p>")})
    block = section.blocks[0].model_copy(
        update={"lines": ((section.blocks[0].lines[0][0].model_copy(update={"text": text}),),)}
    )
    section = section.model_copy(update={"blocks": (block,)})
    made = words(minutes_docx(minutes.model_copy(update={"sections": (section,)}), template()))
    assert made.replace("\u2060", "").replace("{{", "{_{").count(text.replace("{{", "{_{")) >= 1
    assert "49" not in made


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{{ secret }}", "There is no field"),
        ("{{ section.title }}", "There is no field"),
        ("{{ sections.heading }}", "There is no field"),
        ("{{ pact.__class__ }}", "There is no field"),
        ("{{ presence }}", "is a list"),
        ("{{ 7 * 7 }}", "Only fields"),
        ("{{ 'a' * 999999999 }}", "Only fields"),
        ("{{ pact | upper }}", "Only fields"),
        ("{{ pact() }}", "Only fields"),
        ("{{ pact['x'] }}", "Only fields"),
        ("{% set x = 1 %}", "Only fields"),
        ("{% include 'x' %}", "Only fields"),
        ("{% for a in range(9) %}{% endfor %}", "Only lists"),
        ("{% for a in pact %}{% endfor %}", "Only lists"),
        (
            "{% for a in presence %}{% for b in sections %}{% for c in signing %}{% endfor %}{% endfor %}{% endfor %}",
            "only once",
        ),
        ("{{ pact", "cannot be read"),
        ("{% if pact %}", "cannot be read"),
    ],
)
def test_what_a_template_may_not_do_is_named(minutes: MinutesPaper, line: str, problem: str) -> None:
    found = keys(check_minutes_template(template((*SECTIONS, line)), minutes))
    assert any(problem in key for key in found)


def test_a_field_in_header_footer_or_properties_is_checked_too(minutes: MinutesPaper) -> None:
    def in_header(document: object) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ secret }}"  # type: ignore[attr-defined]

    def in_title(document: object) -> None:
        document.core_properties.title = "{{ secret.__class__ }}"  # type: ignore[attr-defined]

    for change in (in_header, in_title):
        assert keys(check_minutes_template(template(change=change), minutes))


def test_text_of_a_section_inside_other_text_is_refused_with_the_way_to_write_it(minutes: MinutesPaper) -> None:
    lines = ("{%p for section in sections %}", "{{ section.heading }}: {{ section.content }}", "{%p endfor %}")
    (problem,) = check_minutes_template(template(lines), minutes)
    assert problem.values["field"] == "{{p section.content }}"


def test_a_template_without_the_sections_is_no_template_for_minutes(minutes: MinutesPaper) -> None:
    assert len(check_minutes_template(template(("{{ pact }}",)), minutes)) == 1


OUTSIDE = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" TargetMode="External" Target="http://169.254.169.254/x"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/></Relationships>'
)
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04 broken",
        b"x" * (6 << 20),
        with_part(template(), "word/vbaProject.bin", b"x"),
        with_part(template(), "word/_rels/header9.xml.rels", OUTSIDE % b"image"),
        with_part(template(), "word/_rels/settings.xml.rels", OUTSIDE % b"attachedTemplate"),
        with_part(template(), "customXml/item1.xml", BOMB),
        with_part(template(), "[Content_Types].xml", b"<Types/>"),
    ],
    ids=[
        "empty",
        "pdf",
        "old",
        "broken",
        "large",
        "macros",
        "picture from elsewhere",
        "outer template",
        "entities",
        "other",
    ],
)
def test_what_is_no_harmless_word_document_is_refused(minutes: MinutesPaper, content: bytes) -> None:
    with pytest.raises(Refused):
        check_minutes_template(content, minutes)


def test_a_file_that_unpacks_to_far_more_is_refused_before_it_is_opened(minutes: MinutesPaper) -> None:
    buffer = io.BytesIO(template())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.emf", b"\0" * (60 << 20))
    with pytest.raises(Refused):
        check_minutes_template(buffer.getvalue(), minutes)


def test_a_link_to_click_is_allowed(minutes: MinutesPaper) -> None:
    content = with_part(template(), "word/_rels/header9.xml.rels", OUTSIDE % b"hyperlink")
    assert check_minutes_template(content, minutes) == []


def margins_of(content: bytes) -> str:
    """The XML of header and footers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith(("word/header", "word/footer"))
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_in_word_count_their_pages_know_their_language_and_are_dated(
    language: Language, minutes: MinutesPaper
) -> None:
    made = minutes_docx(minutes.in_language(language))
    assert 'w:instr="PAGE"' in margins_of(made) and 'w:instr="NUMPAGES"' in margins_of(made)
    document = Document(io.BytesIO(made))
    spoken = {lang.get(f"{W}val") for lang in document.styles.element.iter(f"{W}lang")}
    assert spoken == {document.core_properties.language}
    assert minutes.in_language(language).dated in words(made)


def test_a_section_without_words_is_a_heading_alone(minutes: MinutesPaper) -> None:
    empty = minutes.sections[0].model_copy(update={"heading": "Üres", "blocks": ()})
    made = words(minutes_docx(minutes.model_copy(update={"sections": (empty, minutes.sections[1])})))
    assert "Üres\nMunkaprogram" in made.replace("1. ", "")


def test_the_number_of_a_decision_in_word_stays_with_its_text(minutes: MinutesPaper) -> None:
    html = "<p>Szó</p><p><strong>3/2018. határozat</strong></p><p>Elfogadja:</p><ul><li>ezt</li></ul>"
    section = minutes.sections[0].model_copy(update={"blocks": rich_text(html)})
    document = Document(io.BytesIO(minutes_docx(minutes.model_copy(update={"sections": (section,)}))))
    kept = {line.text: line.paragraph_format.keep_with_next for line in document.paragraphs}
    assert (kept["Szó"], kept["3/2018. határozat"], kept["Elfogadja:"]) == (None, True, True)
