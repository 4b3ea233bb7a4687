"""The pages of the programme and of the calendar."""

from flask import Blueprint

from paktum.domains.programme.views import calendar, changes, convening, entries, plan, revisions

blueprints: tuple[Blueprint, ...] = (plan.blueprint, calendar.blueprint)

__all__ = ["blueprints", "changes", "convening", "entries", "revisions"]
