"""The page on which the office puts a topic for a group into other words."""

import uuid
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.sittings import phone_queries as queries
from paktum.domains.sittings.group_views import blueprint
from paktum.domains.sittings.phone_forms import TopicWordsForm
from paktum.domains.sittings.service import topics
from paktum.domains.sittings.service.topics import TopicDiffers, TopicDraft, words_mark
from paktum.web.access import requires
from paktum.web.conflicts import Difference, differences, take_theirs
from paktum.web.context import current_actor, current_language, house
from paktum.web.fields import put_at_fields

__all__ = ["blueprint"]


@blueprint.get("/meetings/<uuid:meeting_id>/groups/<uuid:topic_id>/words")
@requires("sittings.run")
def topic_words(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> ResponseReturnValue:
    """The form with the words of a topic."""
    topic = _topic(meeting_id, topic_id)
    return _page(meeting_id, topic, TopicWordsForm(data=_stored(topic), formdata=None))


@blueprint.post("/meetings/<uuid:meeting_id>/groups/<uuid:topic_id>/words")
@requires("sittings.run")
def reword_topic(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> ResponseReturnValue:
    """Save them, or show both versions when somebody else reworded the topic meanwhile."""
    topic = _topic(meeting_id, topic_id)
    form, stored = TopicWordsForm(), _stored(topic)
    take_theirs(form, stored)
    if not form.validate():
        return _page(meeting_id, topic, form), 422
    draft, based_on = TopicDraft(form.title.data, form.question.data or ""), form.based_on.data or ""
    session, clock, actor = current_session(), house().clock, current_actor()
    try:
        topics.reword_topic(session, clock, actor, meeting_id, topic_id, based_on, draft)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _page(meeting_id, topic, form), 422
    except TopicDiffers:
        form.based_on.data = stored["based_on"]
        del stored["based_on"]
        return _page(meeting_id, topic, form, differences(form, stored)), 409
    return redirect(url_for(".groups", meeting_id=meeting_id, _anchor=f"topic-{topic_id}"), 303)


def _topic(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> queries.Topic:
    found = queries.topics_of(current_session(), meeting_id, current_language())
    topic = next((one for one in found if one.id == topic_id), None)
    if topic is None:
        raise NotFound
    return topic


def _stored(topic: queries.Topic) -> dict[str, Any]:
    mark = words_mark(TopicDraft(topic.title, topic.question))
    return {"title": topic.title, "question": topic.question, "based_on": mark}


def _page(
    meeting_id: uuid.UUID, topic: queries.Topic, form: TopicWordsForm, conflict: list[Difference] | None = None
) -> str:
    head = meeting_head(current_session(), meeting_id)
    return render_template("phones/topic_form.html", head=head, topic=topic, form=form, conflict=conflict)
