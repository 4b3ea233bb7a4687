"""Three small applications to measure against, over the same table of 100 rows a tenant behind row-level security.

R: Flask, SQLAlchemy's ORM, four queries, Jinja. raw: psycopg, `set_config`, MiniJinja. cached: a page kept under a key that
one query gives. Each answers at `/` for the tenant in the `X-Tenant` header.
"""

import os
import uuid
from datetime import date
from functools import cache
from typing import Any

import minijinja
import psycopg
from flask import Flask, render_template, request
from jinja2 import DictLoader
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

SCHEMA = """
create table bench_row (
    tenant_id uuid not null, id uuid not null, number int not null, title text not null, place text not null,
    day date not null, state text not null, note text not null, primary key (tenant_id, id)
);
create index on bench_row (tenant_id, number);
create table bench_person (tenant_id uuid not null, id uuid not null, name text not null, primary key (tenant_id, id));
"""
WALLS = """
alter table {0} enable row level security;
alter table {0} force row level security;
create policy own_rows on {0} to paktum_app using (tenant_id = (select current_setting('app.tenant_id')::uuid));
grant select on {0} to paktum_app;
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ person }}</title></head><body>
<header><h1>{{ person }}</h1><p>{{ count }} rows, {{ late }} late</p></header><table><thead><tr><th>No.</th><th>Title</th>
<th>Place</th><th>Day</th><th>State</th></tr></thead><tbody>
{% for row in rows %}<tr class="{{ row.state }}"><td>{{ row.number }}</td><th scope="row"><a href="/rows/{{ row.id }}">
{{ row.title }}</a><span class="sub">{{ row.note }}</span></th><td>{{ row.place }}</td><td>{{ row.day }}</td>
<td>{{ row.state }}</td></tr>
{% endfor %}</tbody></table></body></html>"""


class Base(DeclarativeBase):
    """The reference tables."""


class BenchRow(Base):
    """A row as a list shows it."""

    __tablename__ = "bench_row"
    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    title: Mapped[str]
    place: Mapped[str]
    day: Mapped[date]
    state: Mapped[str]
    note: Mapped[str]


class BenchPerson(Base):
    """Whoever reads."""

    __tablename__ = "bench_person"
    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


@cache
def _engine() -> Engine:
    return create_engine(os.environ["BENCH_DATABASE"], pool_size=2)


@cache
def _connection() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["BENCH_DATABASE"].replace("+psycopg", "", 1))


def orm() -> Flask:
    """R."""
    app = Flask("reference")
    app.jinja_loader = DictLoader({"page.html": PAGE})

    @app.get("/")
    def page() -> str:
        with Session(_engine()) as session:
            tenant = {"t": request.headers["X-Tenant"]}
            session.execute(text("select set_config('app.tenant_id', :t, true)"), tenant)
            person = session.scalars(select(BenchPerson)).first()
            rows = session.scalars(select(BenchRow).order_by(BenchRow.number).limit(100)).all()
            count = session.scalar(select(func.count()).select_from(BenchRow))
            late = session.scalar(select(func.count()).select_from(BenchRow).where(BenchRow.state == "late"))
            return render_template("page.html", person=person and person.name, rows=rows, count=count, late=late)

    return app


def raw() -> Flask:
    """raw."""
    app = Flask("reference")
    environment = minijinja.Environment(templates={"page.html": PAGE})

    @app.get("/")
    def page() -> str:
        connection = _connection()
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("select set_config('app.tenant_id', %s, true)", (request.headers["X-Tenant"],))
            cursor.execute("select id, number, title, place, day, state, note from bench_row order by number limit 100")
            names = [column.name for column in cursor.description or ()]
            rows = [dict(zip(names, map(str, row), strict=True)) for row in cursor]
        late = sum(row["state"] == "late" for row in rows)
        return environment.render_template("page.html", person="raw", rows=rows, count=len(rows), late=late)

    return app


def cached() -> Flask:
    """cached."""
    app = Flask("reference")
    kept: dict[tuple[str, int], str] = {}
    environment = minijinja.Environment(templates={"page.html": PAGE})

    @app.get("/")
    def page() -> str:
        connection, tenant = _connection(), request.headers["X-Tenant"]
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("select set_config('app.tenant_id', %s, true)", (tenant,))
            cursor.execute("select count(*) from bench_row")
            number = (cursor.fetchone() or (0,))[0]
            if (tenant, number) not in kept:
                cursor.execute("select id, number, title, place, day, state, note from bench_row order by number")
                names = [column.name for column in cursor.description or ()]
                rows = [dict(zip(names, map(str, row), strict=True)) for row in cursor]
                kept[(tenant, number)] = environment.render_template(
                    "page.html", person="cached", rows=rows, count=number, late=0
                )
        return kept[(tenant, number)]

    return app


def feed() -> Flask:
    """A feed of the same rows written by hand, with one query."""
    app = Flask("reference")

    @app.get("/")
    def page() -> tuple[str, dict[str, str]]:
        connection = _connection()
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("select set_config('app.tenant_id', %s, true)", (request.headers["X-Tenant"],))
            cursor.execute("select id, title, place, day, note from bench_row order by number limit 100")
            lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reference//EN"]
            for row_id, title, place, day, note in cursor:
                lines += ["BEGIN:VEVENT", f"UID:{row_id}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"SUMMARY:{title}"]
                lines += [f"LOCATION:{place}", f"DESCRIPTION:{note}", "DTSTAMP:20260101T000000Z", "END:VEVENT"]
            lines.append("END:VCALENDAR")
        return "\r\n".join(lines), {"Content-Type": "text/calendar; charset=utf-8"}

    return app
