"""The layouts of reports: which kinds there are in which formats, and the one door through which a report is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from paktum.core.errors import NotFound
from paktum.core.messages import msg
from paktum.core.tabular import XLSX_MEDIA_TYPE
from paktum.domains.documents.file_names import file_name
from paktum.domains.documents.typesetting import PDF_MEDIA_TYPE
from paktum.domains.reports.layouts.work_plan import work_plan_pdf, work_plan_title
from paktum.domains.reports.layouts.work_plan_sheets import work_plan_workbook
from paktum.domains.reports.snapshot import WorkPlanSnapshot

Snapshot = WorkPlanSnapshot


@dataclass(frozen=True)
class RenderedFile:
    """A finished file: a name for people (ASCII, with its ending), the media type and the bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Layout:
    """How one kind of report becomes one format."""

    write: Callable[[Snapshot], bytes]
    title: Callable[[Snapshot], str]
    media_type: str


LAYOUTS: Final[Mapping[tuple[str, str], Layout]] = MappingProxyType(
    {
        ("work-plan", "pdf"): Layout(work_plan_pdf, work_plan_title, PDF_MEDIA_TYPE),
        ("work-plan", "xlsx"): Layout(work_plan_workbook, work_plan_title, XLSX_MEDIA_TYPE),
    }
)


def formats_of(kind: str, layouts: Mapping[tuple[str, str], Layout] = LAYOUTS) -> tuple[str, ...]:
    """The formats a kind of report can be made in; empty for an unknown kind."""
    return tuple(form for name, form in layouts if name == kind)


def render(
    kind: str, file_format: str, snapshot: Snapshot, layouts: Mapping[tuple[str, str], Layout] = LAYOUTS
) -> RenderedFile:
    """Make a report of a kind (`work-plan`) in a format (`pdf`, `xlsx`). NotFound when there is no such layout."""
    layout = layouts.get((kind, file_format))
    if layout is None:
        raise NotFound(msg("There is no report of this kind in this format."))
    version = f"v{snapshot.revision.number}" if snapshot.revision.number else ""
    dated = snapshot.revision.dated.isoformat()
    name = file_name(file_format, layout.title(snapshot), snapshot.letterhead.pact_name, version, dated)
    return RenderedFile(name, layout.media_type, layout.write(snapshot))
