"""What was rendered once, kept in the process until the tenant's revision rises: parts of pages, and feeds."""

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

    def __init__(self, limit: int = 8_000_000) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Key, Rendered] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Rendered]) -> Rendered:
        """What is kept under the key, or what `make` renders; `limit` counts characters or octets."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._size += len(made)
            while self._size > self._limit and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
        return made
