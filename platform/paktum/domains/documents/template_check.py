"""Checking an uploaded Word template in a process of its own; run as a module, this file is the other side."""

import base64
from collections.abc import Mapping
from typing import Any

from paktum.core.messages import Message, message_form, message_from, msg
from paktum.domains.documents.layouts.minutes import MinutesPaper
from paktum.domains.files.apart import Leash, answer_apart, ask_apart


def check_template_apart(content: bytes, sample: MinutesPaper, leash: Leash | None = None) -> list[Message]:
    """What is wrong with a template for minutes, tried with a sample: as `check_minutes_template`, with little memory.

    Raises Refused when the file is no harmless Word document, or when trying it took more than a template needs.
    """
    task = {"content": base64.b64encode(content).decode("ascii"), "sample": sample.model_dump(mode="json")}
    too_heavy = msg(
        "Trying the template took more memory or time than a template needs, so it was given up. Make it shorter, and"
        " try again."
    )
    answer = ask_apart(__name__, task, leash or Leash(), too_heavy)
    return [message_from(problem) for problem in answer["problems"]]


def _check(task: Mapping[str, Any]) -> Mapping[str, Any]:
    # Loaded once the memory is limited, and by this side only.
    from paktum.domains.documents.layouts.minutes_word import check_minutes_template

    content, sample = base64.b64decode(task["content"]), MinutesPaper.model_validate(task["sample"])
    return {"problems": [message_form(problem) for problem in check_minutes_template(content, sample)]}


if __name__ == "__main__":
    answer_apart(_check)
