"""Lists as files: the same rows that a page shows, as XLSX or CSV."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from flask import Response, make_response

from paktum.core.clock import today_in
from paktum.core.errors import NotFound
from paktum.core.tabular import CSV_MEDIA_TYPE, XLSX_MEDIA_TYPE, Cell, csv_bytes, xlsx_bytes
from paktum.web.context import current_language, current_tenant, house

TableFormat = Literal["xlsx", "csv"]


def table_file(
    name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], file_format: str
) -> Response:
    """A list as a download named after the pact, the list and the day. Raises NotFound for a format we do not write."""
    if file_format not in get_args(TableFormat):
        raise NotFound
    language, tenant = current_language(), current_tenant()
    if file_format == "csv":
        data, media_type = csv_bytes(header, rows, language), CSV_MEDIA_TYPE
    else:
        made_at = house().clock.now()
        data, media_type = xlsx_bytes(title, header, rows, language, made_at=made_at), XLSX_MEDIA_TYPE
    answer = make_response(data)
    day = today_in(house().clock, tenant.timezone).isoformat()
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{tenant.slug}-{name}-{day}.{file_format}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
