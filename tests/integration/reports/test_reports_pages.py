"""Reports through the pages: asked for, made by a real worker, read, made again from the same data."""

import io
import re
import uuid
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from paktum.core.clock import SystemClock
from paktum.core.messages import msg, say
from paktum.domains.jobs.tables import JobRun
from paktum.domains.reports.service import stop_report
from tests.support.pacts import Pact, Visitor
from tests.support.reports import ask
from tests.support.small_plan import enter_small_plan, rename_entry
from tests.support.statements import counted_statements
from tests.support.waiting import wait_for

CHANGED = msg("The data locked for this report was changed since. Make a new report.")
Made = Callable[..., str]


def file_of(visitor: Visitor, address: str) -> bytes:
    with visitor.get(f"{address}/file") as answer:
        assert answer.status_code == 200
        return answer.data


def pdf_of(visitor: Visitor, address: str) -> PdfReader:
    return PdfReader(io.BytesIO(file_of(visitor, address)))


def words_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_a_report_is_asked_for_made_by_the_worker_and_downloaded(pact: Pact, made: Made) -> None:
    enter_small_plan(pact)
    head = pact.signed_in("head")
    address = made(head)
    page = head.get(address).text
    assert "munkaprogram-tiszakecskei-foglalkoztatasi-paktum-2018-10-24.pdf" in page
    assert "btn-primary" in page
    pdf = pdf_of(head, address)
    assert pdf.trailer["/Root"]["/Lang"] == "hu"
    printed = words_of(pdf)
    for passage in ("Munkaprogram 2018–2019", "2018. október 25.", "2019. március", "résztvevő ≥ 40", "tájékoztató",
                    "Tiszakécske Város Önkormányzata", "TOP-5.1.2-16", "A helyszín még változhat."):  # fmt: skip
        assert passage in printed
    assert "Remark of the reading" not in printed
    (digest,) = set(re.findall(r"<samp[^>]*>([0-9a-f]{64})</samp>", page)) - {_sha256(head, address)}
    assert digest in printed


def _sha256(visitor: Visitor, address: str) -> str:
    with visitor.get(f"{address}/file") as answer:
        return str(answer.headers["ETag"]).strip('"')


def test_whoever_asked_is_told_when_it_is_done(pact: Pact, made: Made) -> None:
    from paktum.domains.notices.tables import Notice

    address = made(pact.signed_in("officer"))
    with pact.work() as session:
        notices = session.execute(select(Notice.membership_id, Notice.address)).all()
    assert (pact.actor("officer").membership_id, address) in [tuple(notice) for notice in notices]


def test_what_is_changed_afterwards_does_not_change_the_report_nor_one_made_again(pact: Pact, made: Made) -> None:
    plan = enter_small_plan(pact)
    head = pact.signed_in("head")
    address = made(head)
    rename_entry(pact, plan.event, "Egészen más cím")
    again = head.post(f"{address}/again", {"format": "xlsx", "language": "en"})
    assert again.status_code == 303
    workbook = wait_for_file(head, str(again.headers["Location"]))
    assert _shared_text(workbook, "Munkavállalói tájékoztató")
    assert not _shared_text(workbook, "Egészen más cím")
    assert _shared_text(workbook, "participants ≥")
    assert digest_of(pact, address) == digest_of(pact, str(again.headers["Location"]))
    assert str(again.headers["Location"]) in head.get(address).text
    fresh = made(head)
    assert "Egészen más cím" in words_of(pdf_of(head, fresh))
    assert digest_of(pact, fresh) != digest_of(pact, address)


def wait_for_file(visitor: Visitor, address: str) -> bytes:
    wait_for("the file", lambda: f'href="{address}/file"' in visitor.get(address).text)
    return file_of(visitor, address)


def _shared_text(workbook: bytes, text: str) -> bool:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return any(text in parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def digest_of(pact: Pact, address: str) -> str:
    from paktum.domains.reports.tables import Report

    with pact.work() as session:
        return session.scalars(
            select(Report.snapshot_digest).where(Report.id == uuid.UUID(address.rsplit("/", 1)[1]))
        ).one()


def test_the_same_report_made_twice_from_the_same_data_is_the_same_file(pact: Pact, made: Made) -> None:
    enter_small_plan(pact)
    head = pact.signed_in("head")
    address = made(head)
    again = head.post(f"{address}/again", {"format": "pdf", "language": "hu"}).headers["Location"]
    assert wait_for_file(head, str(again)) == file_of(head, address)


@pytest.mark.parametrize("language", ["cs", "sk", "pl", "en"])
def test_each_language_has_its_own_dates_headings_and_names(pact: Pact, made: Made, language: str) -> None:
    enter_small_plan(pact)
    head = pact.signed_in("head")
    pdf = pdf_of(head, made(head, language=language))
    expected = {
        "cs": ("Plán činnosti 2018–2019", "Kalendář akcí", "25. října 2018", "březen 2019", "účastníci ≥ 40"),
        "sk": ("Plán činnosti 2018–2019", "Kalendár podujatí", "25. októbra 2018", "marec 2019", "účastníci ≥ 40"),
        "pl": ("Plan pracy 2018–2019", "Kalendarz wydarzeń", "25 października 2018", "marzec 2019", "uczestnicy ≥ 40"),
        "en": ("Work programme 2018–2019", "Event calendar", "25 October 2018", "March 2019", "participants ≥ 40"),
    }[language]
    printed = words_of(pdf)
    assert pdf.trailer["/Root"]["/Lang"] == language
    assert [passage for passage in expected if passage not in printed.replace("\u00a0", " ")] == []


def test_a_download_is_an_attachment_known_again_by_its_hash(pact: Pact, made: Made) -> None:
    head = pact.signed_in("head")
    address = made(head, format="xlsx")
    with head.get(f"{address}/file") as answer:
        content = answer.data
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=munkaprogram-")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.content_length == len(content)
    with head.get(f"{address}/file", headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert (again.status_code, again.data) == (304, b"")
    with head.get(f"{address}/file", headers={"Range": "bytes=0-3"}) as part:
        assert (part.status_code, part.data) == (206, b"PK\x03\x04")


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"kind": "budget", "format": "pdf", "language": "hu"}, "kind"),
        ({"kind": "work-plan", "format": "exe", "language": "hu"}, "format"),
        ({"kind": "work-plan", "format": "pdf", "language": "de"}, "language"),
        ({"kind": "", "format": "", "language": "hu"}, "kind"),
    ],
)
def test_what_cannot_be_made_is_said_at_its_field(pact: Pact, order: dict[str, str], field: str) -> None:
    answer = pact.signed_in("head").post("/reports", order)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text


def test_a_button_elsewhere_needs_no_language(pact: Pact) -> None:
    from paktum.domains.reports.tables import Report

    head = pact.signed_in("head")
    assert head.post("/reports", {"kind": "work-plan", "format": "pdf"}).status_code == 303
    with pact.work() as session:
        assert session.scalars(select(Report.language)).one() == "hu"


@pytest.mark.parametrize("role", ["member", "partner", "viewer"])
def test_others_than_the_office_read_reports_and_make_none(pact: Pact, made: Made, role: str) -> None:
    if role not in pact.emails:
        pytest.skip("this pact has nobody in this role")
    address = made(pact.signed_in("head"))
    reader = pact.signed_in(role)  # type: ignore[arg-type]
    assert reader.get("/reports").status_code == 200
    assert file_of(reader, address).startswith(b"%PDF-")
    assert '<form class="mt-3" method="post" action="/reports"' not in reader.get("/reports").text
    for way in ("/reports", f"{address}/again", f"{address}/stop", f"{address}/retry"):
        assert reader.post(way, {"kind": "work-plan", "format": "pdf", "language": "hu"}).status_code == 403


def test_a_report_that_was_stopped_says_so_and_is_made_when_tried_again(pact: Pact, background: None) -> None:
    with pact.work() as session:
        # Asked for and stopped in one transaction, so that no worker sees it in between.
        report_id = ask(session, pact)
        stop_report(session, SystemClock(), pact.actor(), report_id)
    head, address = pact.signed_in("head"), f"/reports/{report_id}"
    page = head.get(address).text
    assert 'class="state state-off"' in page
    assert f'action="{address}/retry"' in page
    assert head.get(f"{address}/file").status_code == 404
    assert head.post(f"{address}/retry").status_code == 303
    assert wait_for_file(head, address).startswith(b"%PDF-")
    assert head.post(f"{address}/retry").status_code == 409


def test_data_that_was_changed_since_it_was_locked_is_not_made_into_a_report(pact: Pact, background: None) -> None:
    from paktum.domains.reports.tables import Report

    with pact.work() as session:
        report_id = ask(session, pact)
        report = session.scalars(select(Report).where(Report.id == report_id)).one()
        report.snapshot = report.snapshot | {"made_by": "Somebody else"}
    head, address = pact.signed_in("head"), f"/reports/{report_id}"
    page = wait_for("the failure", lambda: failed(head.get(address).text))
    assert say(CHANGED, pact.language) in page
    assert head.get(f"{address}/file").status_code == 404


def failed(page: str) -> str | None:
    return page if "job-failed" in page else None


def many_more(pact: Pact, number: int, **fields: str) -> None:
    """Reports beside the one there is, as commands leave them: without a job."""
    from paktum.domains.reports.tables import Report

    with pact.work() as session:
        like = session.scalars(select(Report).order_by(Report.requested_at).limit(1)).one()
        values = {"kind": like.kind, "format": "pdf", "language": "hu"} | fields
        for _ in range(number):
            session.add(Report(snapshot=like.snapshot, snapshot_digest=like.snapshot_digest, **values))


def test_pages_cost_the_same_for_one_report_and_for_many(pact: Pact, made: Made) -> None:
    head = pact.signed_in("head")
    address = made(head)
    head.get("/reports")

    def cost(page: str) -> int:
        with counted_statements(pact.app) as sent:
            assert head.get(page).status_code == 200
        return len(sent)

    one = cost("/reports"), cost(address), cost(f"{address}/progress")
    many_more(pact, 35)
    assert (cost("/reports"), cost(address), cost(f"{address}/progress")) == one
    assert max(one) <= 5


def test_the_list_is_filtered_and_paged_by_its_address(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post("/reports", {"kind": "work-plan", "format": "xlsx", "language": "hu"})
    many_more(pact, 31)

    def rows(address: str) -> int:
        return head.get(address).text.count('<th scope="row">')

    assert [rows("/reports"), rows("/reports?page=2")] == [30, 2]
    assert head.get("/reports?page=9").status_code == 404
    assert rows("/reports?format=xlsx") == 1
    assert rows("/reports?language=pl") == 0
    assert rows("/reports?format=exe&language=de") == 30


def test_what_was_asked_for_and_made_is_in_the_chain_of_acts(pact: Pact, made: Made) -> None:
    from paktum.domains.audit.service import check_chain
    from paktum.domains.audit.tables import AuditEntry

    made(pact.signed_in("head"))
    with pact.work() as session:
        acts = session.execute(select(AuditEntry.action, AuditEntry.facts).order_by(AuditEntry.sequence)).all()
        assert not check_chain(session).breaks
    told = {act.action: act.facts for act in acts}
    assert told["report.requested"]["format"] == "pdf"
    assert len(told["report.made"]["sha256"]) == 64


def test_a_button_pressed_twice_makes_one_report(pact: Pact) -> None:
    plan, order = enter_small_plan(pact), {"kind": "work-plan", "format": "pdf", "language": "hu"}
    head = pact.signed_in("head")
    first = head.post("/reports", order).headers["Location"]
    assert head.post("/reports", order).headers["Location"] == first
    others = [
        head.post("/reports", order | {"format": "xlsx"}),
        head.post("/reports", order | {"language": "sk"}),
        pact.signed_in("officer").post("/reports", order),
    ]
    rename_entry(pact, plan.event, "Egészen más cím")
    others.append(head.post("/reports", order))
    assert len({first, *(answer.headers["Location"] for answer in others)}) == 5


def test_a_report_that_was_stopped_is_made_when_it_is_asked_for_anew(pact: Pact) -> None:
    order = {"kind": "work-plan", "format": "pdf", "language": "hu"}
    head = pact.signed_in("head")
    first = head.post("/reports", order).headers["Location"]
    with pact.work() as session:
        session.execute(update(JobRun).values(state="cancelled"))
    assert head.post("/reports", order).headers["Location"] != first
