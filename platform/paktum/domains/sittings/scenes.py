"""What hundreds of phones at one meeting are shown alike, kept by each process for less than a second."""

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from paktum.core.database import TenantSession
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.sittings.phone_queries import LatestVote, Pulse, latest_vote, pulse_of

_MOST: Final = 64


@dataclass(frozen=True, slots=True)
class Scene:
    """A meeting at one moment, as everybody there sees it."""

    head: MeetingHead
    pulse: Pulse
    vote: LatestVote | None


def scene_of(session: TenantSession, meeting_id: uuid.UUID) -> Scene:
    """The scene now, in three statements. Raises NotFound."""
    pulse = pulse_of(session, meeting_id)
    return Scene(meeting_head(session, meeting_id), pulse, latest_vote(session, pulse))


class Scenes:
    """Scenes by tenant and meeting, each for the second in which it was read."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._kept: OrderedDict[tuple[uuid.UUID, uuid.UUID], tuple[int, Scene]] = OrderedDict()
        self._lock = Lock()

    def get(self, session: TenantSession, meeting_id: uuid.UUID) -> Scene:
        """The scene of this second, read at most once in it by this process. Raises NotFound."""
        place, second = (session.tenant_id, meeting_id), int(self._seconds())
        with self._lock:
            found = self._kept.get(place)
        if found is not None and found[0] == second:
            return found[1]
        scene = scene_of(session, meeting_id)
        with self._lock:
            self._kept[place] = (second, scene)
            self._kept.move_to_end(place)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return scene
