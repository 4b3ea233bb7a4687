"""A probe for every route that takes an id: how to get, at another pact, the id that must not open anything here.

A new route with an id in its address fails the build until it has a line in PROBES.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from tests.support.pacts import Pact
from tests.support.reports import a_finished_report, a_waiting_report
from werkzeug.routing import Rule

Probe = Callable[[Pact], Mapping[str, Any]]

# Routes whose address holds something else than an id of a tenant's row, each with what it is.
NOT_IDS: Mapping[str, str] = {
    "asset": "the hashed name of a built file, the same for all",
}


def finished_report(there: Pact) -> Mapping[str, Any]:
    return {"report_id": a_finished_report(there)}


def waiting_report(there: Pact) -> Mapping[str, Any]:
    return {"report_id": a_waiting_report(there)}


PROBES: Mapping[str, Probe] = {
    "reports.file": finished_report,
    "reports.make_again": finished_report,
    "reports.progress": waiting_report,
    "reports.report": finished_report,
    "reports.retry": waiting_report,
    "reports.stop": waiting_report,
}


def unprobed(app: Flask) -> list[str]:
    """The routes that take something from their address and have no probe."""
    return sorted({rule.endpoint for rule in routes_with_ids(app)} - set(PROBES))


def routes_with_ids(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.arguments and rule.endpoint not in NOT_IDS]
