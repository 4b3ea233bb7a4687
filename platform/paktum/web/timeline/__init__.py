"""A programme drawn as years: server-made SVG with real text, links and titles; the same table stands beside it."""

from paktum.web.timeline.entries import Lane, TimelineEntry, YearChart, label_in_lane
from paktum.web.timeline.years import timeline

__all__ = ["Lane", "TimelineEntry", "YearChart", "label_in_lane", "timeline"]
