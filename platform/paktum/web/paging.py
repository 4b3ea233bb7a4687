"""Pages of a long list: which one the address asks for, and which numbers to show."""

from collections.abc import Mapping
from typing import Final

LARGEST: Final = 100_000


def page_asked_for(arguments: Mapping[str, str]) -> int:
    """The page (from 1) that `page` names; 1 for anything that is not such a number."""
    asked = arguments.get("page", "")
    return min(max(int(asked), 1), LARGEST) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def page_numbers(rows: int, size: int, current: int) -> list[int | None]:
    """The numbers to show: the first, the last and those around the current one, None for a gap; empty for one page."""
    last = -(-rows // size)
    if last <= 1:
        return []
    shown = sorted({1, last, *range(max(current - 2, 1), min(current + 2, last) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] is not None and number > numbers[-1] + 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
