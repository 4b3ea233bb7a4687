"""What was rendered once, kept in the process until the tenant's revision rises: parts of pages, and feeds."""

import sys
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = tuple[uuid.UUID, int, *tuple[Hashable, ...]]
Rendered = TypeVar("Rendered", bound=str | bytes)


class FragmentCache(Generic[Rendered]):
    """Keeps what was rendered under keys that begin with the tenant's id and revision; the oldest go when `limit` is full.

    A key must name everything the rendering depends on: language, permissions, filters, the day. A revision is part of
    it, so nothing is ever served that a committed write made stale; and the tenant is, so nothing is served across.
    """

    def __init__(self, limit: int = 12_000_000) -> None:
        """`limit` is in bytes of memory."""
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[tuple[Hashable, ...], tuple[int, Rendered]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Rendered]) -> Rendered:
        """What is kept under the key, or what `make` renders; it takes the place of what an earlier revision left."""
        tenant, revision, *rest = key
        place = (tenant, *rest)
        with self._lock:
            found = self._kept.get(place)
            if found is not None and found[0] == revision:
                self._kept.move_to_end(place)
                return found[1]
        made = make()
        with self._lock:
            self._drop(place)
            self._kept[place] = (revision, made)
            self._size += sys.getsizeof(made)
            while self._size > self._limit and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))
        return made

    def _drop(self, place: tuple[Hashable, ...]) -> None:
        found = self._kept.pop(place, None)
        if found is not None:
            self._size -= sys.getsizeof(found[1])
