"""Probes for the routes of phones and groups at a meeting: the code, the links and the topics that another pact has."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.pacts import Pact


def _room(there: Pact) -> Any:
    from tests.support.rooms import furnish

    return furnish(there, seats=1)


def _meeting(there: Pact) -> Mapping[str, Any]:
    return {"meeting_id": _room(there).meeting_id}


def _own_phone(there: Pact) -> Mapping[str, Any]:
    """A meeting to which the head is asked, whose browser asks in these tests."""
    from paktum.domains.meetings.tables import Invitee

    room, actor = _room(there), there.actor("head")
    with there.work() as session:
        session.get_one(Invitee, (there.id, room.invitees[0])).membership_id = actor.membership_id
    return {"meeting_id": room.meeting_id}


def _code(there: Pact) -> Mapping[str, Any]:
    from paktum.domains.meetings.queries import meeting_head
    from paktum.domains.sittings.service.check_in import room_secret

    room = _room(there)
    with there.work() as session:
        head = meeting_head(session, room.meeting_id)
    key = there.app.extensions["paktum"].settings.secret_key
    return {"meeting_id": room.meeting_id, "secret": room_secret(key, head)}


def _link(there: Pact) -> Mapping[str, Any]:
    from paktum.core.links import link_secret
    from paktum.domains.meetings.rules.inviting import LINK_PURPOSE

    invitee = _room(there).invitees[0]
    key = there.app.extensions["paktum"].settings.secret_key
    return {"door": "link", "key_id": invitee, "secret": link_secret(key, LINK_PURPOSE, there.id, invitee, 1)}


def _act(there: Pact) -> Mapping[str, Any]:
    return {**_link(there), "act": "here"}


def _topic(there: Pact) -> Mapping[str, Any]:
    from paktum.core.ids import new_id
    from paktum.domains.sittings.service.topics import TopicDraft, add_topic

    room, topic = _room(there), new_id()
    clock = there.app.extensions["paktum"].clock
    with there.work() as session:
        add_topic(session, clock, there.actor("head"), room.meeting_id, room.item_id, topic, TopicDraft("Indicators"))
    return {"meeting_id": room.meeting_id, "topic_id": topic, "act": "drop"}


def _topic_words(there: Pact) -> Mapping[str, Any]:
    return {name: value for name, value in _topic(there).items() if name != "act"}


PHONE_PROBES: Mapping[str, Callable[[Pact], Mapping[str, Any]]] = {
    **dict.fromkeys(("phones.room", "phones.check_in_here", "phones.check_in_newcomer"), _code),
    **dict.fromkeys(("phones.now", "phones.news"), _link),
    "phones.do": _act,
    "phones.member": _own_phone,
    **dict.fromkeys(
        (
            "meetings_groups.code",
            "meetings_groups.confirm",
            "meetings_groups.new_code",
            "meetings_groups.groups",
            "meetings_groups.wall",
            "meetings_groups.add_topic",
        ),
        _meeting,
    ),
    "meetings_groups.act_on_topic": _topic,
    **dict.fromkeys(("meetings_groups.topic_words", "meetings_groups.reword_topic"), _topic_words),
}
