"""What is asked: the pages of the first tenant, the plan of the last one, and the references."""

import dataclasses
import uuid
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from paktum.domains.programme.rules import feed_secret
from tests.bench.data import BenchTenant
from tests.bench.measure import Target, ask_well
from tests.bench.servers import OURS, REFERENCES

Changer = Callable[[uuid.UUID], Callable[[], None]]


def our_targets(first: BenchTenant, last: BenchTenant, key: str, change: Changer) -> Iterator[Target]:
    """The platform's pages; `change` gives what makes a tenant's kept pages stale.

    Each page that the platform keeps is asked twice: as readers find it, and as the first reader after a change does.
    """
    head = signed_in(first, key)
    yield Target("apex", OURS, "/", {"Host": "localhost"})
    yield Target("sign-in", OURS, "/sign-in", {"Host": first.host})
    pages = [
        Target("Today", OURS, "/", head),
        Target("plan", OURS, "/programme", head),
        Target("body", OURS, f"/bodies/{first.body}", head),
        Target("entry", OURS, f"/programme/entries/{first.entry}", head),
    ]
    secret = feed_secret(key, first.id, first.feed, 1)
    feed = Target("feed", OURS, f"/calendar/{first.feed}/{secret}.ics", {"Host": first.host})
    yield from pages
    yield feed
    yield Target("plan, 300th tenant", OURS, "/programme", signed_in(last, key))
    changed = change(first.id)
    for page in (*pages, feed):
        yield dataclasses.replace(page, name=f"{page.name}, changed", before=changed)


def signed_in(tenant: BenchTenant, key: str) -> dict[str, str]:
    """The headers of a browser that is signed in and has seen a page; the platform must be running."""
    app = Flask("cookies")
    app.secret_key = key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    if serializer is None:
        raise RuntimeError("the bench has no key to sign cookies with")
    cookie = serializer.dumps({"_user_id": tenant.secret, "_fresh": True})
    headers = {"Host": tenant.host, "Cookie": f"paktum={cookie}"}
    answer = ask_well(Target("signing in", OURS, "/", headers))
    given = SimpleCookie(answer.cookie or "").get("paktum")
    return {**headers, "Cookie": f"paktum={given.value}"} if given else headers


def reference_targets(tenant: BenchTenant) -> list[Target]:
    """The references, each for the same tenant."""
    return [Target(name, port, "/", {"X-Tenant": str(tenant.id)}, name) for name, (_, port) in REFERENCES.items()]
