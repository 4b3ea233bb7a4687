"""Imports through the pages, as a browser without scripts does them."""

import re
from html import unescape
from typing import TYPE_CHECKING

from tests.support.plan_documents import SmallPlan, TablePlan

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.support.pacts import Visitor

_BOUNDARY = "a-line-between-the-parts"

SMALL = SmallPlan(
    "hu",
    ("Kis munkaterv",),
    TablePlan(
        "Éves ülésterv",
        ("", "Ülés megnevezése", "Időpontja, helyszíne", "Célja", "Elvárt eredmények", "Meghívottak"),
        (
            (
                "1",
                "1. Irányító Csoport ülés",
                "2027. március, Kecskemét",
                "1. Foglalkoztatási fórum előkészítése.",
                "10 fő résztvevő",
                "Sajtó",
            ),
            ("2", "1. Foglalkoztatási fórum", "2027. április, Tiszakécske", "Megvitatás.", "30 fő meghívott", "Sajtó"),
            ("3", "2. Irányító Csoport ülés", "majd kiderül", "Felülvizsgálat.", "", "Sajtó"),
        ),
    ),
    TablePlan(
        "Rendezvénynaptár",
        ("", "Rendezvény címe", "Típusa", "Időpont", "Helyszín", "Elvárt eredmények", "Célcsoport"),
        (
            ("1", "Állásbörze", "tájékoztató", "2027. május", "Tiszakécske", "min. 40 fő résztvevő", "• Sajtó"),
            ("2", "Képzési nap", "tájékoztató", "2027. június", "Tiszakécske", "min. 20 fő résztvevő", "• Sajtó"),
            ("2", "Zárórendezvény", "értékelő", "2027. október", "Tiszakécske", "min. 25 fő résztvevő", "• Sajtó"),
        ),
    ),
)


def send(visitor: "Visitor", content: bytes, name: str = "munkaterv.docx") -> "TestResponse":
    """Upload a file as the page does; the body is made here, because the test client leaves its own files open."""
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    kind = "Content-Type: application/octet-stream\r\n\r\n"
    return visitor.client.post(
        "/programme/import",
        base_url=visitor.pact.origin,
        data=f"{head}{kind}".encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={_BOUNDARY}",
        headers={"X-CSRFToken": visitor.token()},
    )


def bring(visitor: "Visitor", content: bytes, name: str = "munkaterv.docx") -> str:
    """Upload a file that is accepted, and give the address of its review."""
    answer = send(visitor, content, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def form_of(visitor: "Visitor", address: str) -> dict[str, str]:
    """The fields of the review's form as a browser without scripts would send them."""
    text = visitor.get(address).text
    fields = dict(re.findall(r'<input type="hidden" name="((?:seen-|corrections)[^"]*)" value="([^"]*)"', text))
    for tag in re.findall(r"<input class=\"form-check-input\" type=\"radio\"[^>]*checked[^>]*>", text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name and value
        fields[name[1]] = value[1]
    return fields


def take(visitor: "Visitor", address: str, **more: str) -> "TestResponse":
    return visitor.post(f"{address}/take", {**form_of(visitor, address), **more})


def row_form_of(visitor: "Visitor", address: str) -> dict[str, str | list[str]]:
    """The fields of the form that corrects a row, as a browser would send them."""
    text = visitor.get(address).text
    main = text[text.index("data-guard") :]
    fields: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", main):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            kept = fields.setdefault(name[1], [])
            assert isinstance(kept, list)
            kept.append(unescape(value[1]) if value else "")
    for name, body in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', main, re.DOTALL):
        fields[name] = unescape(body).strip("\r\n").replace("\n", "\r\n")
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        fields[name] = chosen[1] if chosen else ""
    fields.pop("csrf_token", None)
    return fields
