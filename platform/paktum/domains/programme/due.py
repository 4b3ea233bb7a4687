"""What of the programme is late, due this week, or coming next."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from paktum.core.due import Deed, DueItem, Urgency, week_end
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Period
from paktum.domains.programme.calendars import entry_address
from paktum.domains.programme.plan_page import STATE_LOOKS, Reader
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import STATE_WORDS, EntryState, fix_by
from paktum.domains.programme.wording import label, when
from paktum.plugin.specs.charter import Span

_UPCOMING: Final = (EntryState.PLANNED, EntryState.FIXED)


def due_items(rows: Sequence[PlanRow], reader: Reader, *, may_write: bool) -> list[DueItem]:
    """The programme's items; `rows` are the whole plan in the order of time."""
    end = week_end(reader.today)
    items = []
    for row in rows:
        state = row.state(reader.today)
        if row.meeting is not None:
            # Where a session is convened its meeting says what is to be done.
            continue
        if state is EntryState.LATE:
            items.append(_late(row, reader, may_write))
        elif state in _UPCOMING:
            items.append(_coming(row, state, reader, end, may_write))
    return items


def _late(row: PlanRow, reader: Reader, may_write: bool) -> DueItem:
    days = (reader.today - row.effective.last).days
    deed = Deed(msg("Record what came of it"), f"{entry_address(row.id)}/results")
    return DueItem(
        Urgency.LATE,
        row.effective,
        row.title,
        entry_address(row.id),
        reader.words.language,
        why=(msg("Its time is over, and nothing says that it was held."),),
        facts=(label(row, reader.words), *_place(row)),
        state=("late", nmsg("%(num)d day ago", "%(num)d days ago", days)),
        deed=deed if may_write else None,
    )


def _coming(row: PlanRow, state: EntryState, reader: Reader, end: date, may_write: bool) -> DueItem:
    notice = _notice(row, reader)
    until = fix_by(row.effective, None if notice is None else _calendar_days(notice))
    facts = (label(row, reader.words), *_place(row))
    if state is EntryState.PLANNED and until <= end and row.effective.start <= _months_ahead(end):
        planned = msg("Planned for: %(period)s.", period=when(row.effective, reader.language))
        why: tuple[Message, ...] = (planned,)
        if notice is not None:
            why += (_notice_words(notice),)
        return DueItem(
            Urgency.DUE,
            Period.on(max(until, reader.today)),
            msg("Fix the day: %(title)s", title=row.title),
            entry_address(row.id),
            why=why,
            facts=facts,
            deed=Deed(msg("Fix the day"), f"{entry_address(row.id)}/day") if may_write else None,
            weight=1,
        )
    this_week = state is EntryState.FIXED and row.effective.start <= end
    return DueItem(
        Urgency.DUE if this_week else Urgency.NEXT,
        row.effective,
        row.title,
        entry_address(row.id),
        reader.words.language,
        facts=facts,
        state=(STATE_LOOKS[state], STATE_WORDS[state]),
    )


def _months_ahead(end: date) -> date:
    """Rules with a notice of half a year and more do not bring an entry to the fore before its season."""
    return date.fromordinal(end.toordinal() + 62)


def _notice(row: PlanRow, reader: Reader) -> Span | None:
    """How long before the day the body's kind is invited; None where there is no such rule."""
    kind = reader.words.body_types.all.get(row.body_type or "")
    if row.kind != "session" or kind is None or kind.charter is None:
        return None
    return kind.charter.notice


def _calendar_days(notice: Span) -> int:
    """A notice as days of the calendar; working days count as if each week had five, holidays aside."""
    return notice.days if notice.days is not None else -(-(notice.working_days or 0) * 7 // 5)


def _notice_words(notice: Span) -> Message:
    if notice.days is None:
        return nmsg(
            "By its rules the invitation goes out %(num)d working day before.",
            "By its rules the invitation goes out %(num)d working days before.",
            notice.working_days or 0,
        )
    return nmsg(
        "By its rules the invitation goes out %(num)d day before.",
        "By its rules the invitation goes out %(num)d days before.",
        notice.days,
    )


def _place(row: PlanRow) -> tuple[str, ...]:
    return (row.place,) if row.place else ()
