"""Applying a tenant's folder: twice changes nothing, people's work stays, what is new appears."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask
from sqlalchemy import Table, select, text, update

from paktum.core.database import PLATFORM, unit_of_work
from paktum.domains.bodies.tables import Body, Mandate, Seat
from paktum.domains.partners.tables import Organisation
from paktum.domains.schema import metadata
from paktum.installation import apply_tenant
from paktum.plugin.loader import load_plugins
from paktum.plugin.specs import OpeningBody
from paktum.plugin.tenants import TenantFolder, read_tenant, tenants_folder
from tests.support.pacts import Pact


def folder_of(pact: Pact, like: str = "tiszakecske") -> TenantFolder:
    """The folder that the pact of a test was made from."""
    folder = read_tenant(tenants_folder() / like, load_plugins())
    file = folder.tenant.value.model_copy(update={"slug": pact.slug})
    people = tuple(
        one.model_copy(update={"email": f"{one.role}@{pact.slug}.example"}) for one in folder.opening.value.people
    )
    opening = folder.opening.value.model_copy(update={"people": people})
    return replace(folder, tenant=replace(folder.tenant, value=file), opening=replace(folder.opening, value=opening))


def apply(pact: Pact, folder: TenantFolder, *hosts: str) -> None:
    apply_tenant(pact.app, load_plugins(), folder, hosts or (pact.host,))


def everything(pact: Pact) -> dict[str, list[Any]]:
    """All rows of the tenant, table by table, but the count of its writes."""
    found = {}
    with pact.work() as session:
        for table in metadata().sorted_tables:
            if "tenant_id" in table.columns and table.name != "tenant_revision":
                found[table.name] = _rows(session, table, pact)
    return found


def _rows(session: Any, table: Table, pact: Pact) -> list[Any]:
    rows = session.execute(select(table).where(table.c.tenant_id == pact.id).order_by(*table.primary_key.columns))
    return [tuple(map(repr, row)) for row in rows]


def test_applying_twice_changes_nothing(pact: Pact) -> None:
    before = everything(pact)
    assert len(before["seat"]) == 7
    apply(pact, folder_of(pact))
    assert everything(pact) == before


def test_what_people_edited_stays(pact: Pact) -> None:
    with pact.work() as session:
        session.execute(update(Body).where(Body.code == "forum").values(name="Nagyfórum"))
        session.execute(update(Organisation).where(Organisation.code == "chamber").values(place="Kecskemét"))
        session.execute(update(Seat).where(Seat.code == "sg_chamber").values(voting=False))
        session.execute(update(Mandate).where(Mandate.code == "sg_county-member").values(holder="Megbízott"))
    before = everything(pact)
    apply(pact, folder_of(pact))
    assert everything(pact) == before


def test_a_body_that_the_file_names_later_appears(pact: Pact) -> None:
    folder = folder_of(pact)
    group = OpeningBody(code="training", type="hu.working_group", name="Képzési munkacsoport", parent="steering_group")
    opening = folder.opening.value.model_copy(update={"bodies": (*folder.opening.value.bodies, group)})
    apply(pact, replace(folder, opening=replace(folder.opening, value=opening)))
    page = pact.signed_in("head").get("/bodies").text
    assert "Képzési munkacsoport" in page
    assert page.count("Irányító Csoport</a>") == 1


def test_a_host_that_moved_leads_to_the_pact_and_the_old_one_nowhere(pact: Pact) -> None:
    moved = f"new-{pact.host}"
    apply(pact, folder_of(pact), moved)
    with unit_of_work(pact.app, PLATFORM) as session:
        hosts = session.execute(
            text("select host, canonical from tenant_host where tenant_id = :id"), {"id": pact.id}
        ).all()
    assert [tuple(row) for row in hosts] == [(moved, True)]


def test_the_head_s_own_changes_survive_a_new_file(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post("/settings/events/hu.evaluating/off")
    folder = folder_of(pact)
    file = folder.tenant.value.model_copy(update={"short_name": "Kécske"})
    apply(pact, replace(folder, tenant=replace(folder.tenant, value=file)))
    page = head.get("/settings/events").text
    assert "/settings/events/hu.evaluating/on" in page
    assert "Kécske" in head.get("/settings").text


def test_a_host_of_another_pact_moves_only_by_its_own_file(app: Flask, make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    apply(one, folder_of(one))
    assert other.signed_in("head").get("/bodies").status_code == 200
