"""Column kinds that several domains use: instants, JSON that is checked elsewhere, and periods."""

from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, String, func
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, Range
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
MadeAt = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
JsonObject = Annotated[dict[str, Any], mapped_column(JSONB)]
JsonList = Annotated[list[Any], mapped_column(JSONB)]
Code = Annotated[str, mapped_column(String(80))]
Line = Annotated[str, mapped_column(String(400))]


class DateSpan(TypeDecorator[tuple[date, date]]):
    """A `daterange` as `(start, end exclusive)`; the database keeps ranges of days in that canonical form."""

    impl = DATERANGE
    cache_ok = True

    def process_bind_param(self, value: tuple[date, date] | None, dialect: Dialect) -> Range[date] | None:
        return None if value is None else Range(value[0], value[1])

    def process_result_value(self, value: Range[date] | None, dialect: Dialect) -> tuple[date, date] | None:
        if value is None or value.lower is None or value.upper is None:
            return None
        return value.lower, value.upper
