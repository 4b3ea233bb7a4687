"""Reading an untrusted plan in a process of its own; run as a module, this file is the other side."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from paktum.core.messages import msg
from paktum.domains.files.apart import Leash, answer_apart, ask_apart
from paktum.domains.programme.reading.inspection import Limits
from paktum.domains.programme.reading.plan import ReadPlan
from paktum.domains.programme.reading.portable import plan_form, plan_from
from paktum.domains.programme.reading.vocabulary import KnownBody, KnownTerm, PlanVocabulary


def read_apart(
    path: Path, vocabulary: PlanVocabulary, limits: Limits | None = None, leash: Leash | None = None
) -> ReadPlan:
    """Read a plan from a file in a process of its own; the same result as `read_plan`.

    Raises Refused with the reader's reason, or because the process ran out of memory or time or broke down.
    """
    task = {"path": str(path), "vocabulary": asdict(vocabulary), "limits": asdict(limits or Limits())}
    too_heavy = msg(
        "Reading the file took more memory or time than a plan needs, so it was given up. Save it anew in Word, without"
        " pictures, and try again."
    )
    return plan_from(ask_apart(__name__, task, leash or Leash(), too_heavy))


def _vocabulary(form: Mapping[str, Any]) -> PlanVocabulary:
    def terms(name: str) -> tuple[KnownTerm, ...]:
        return tuple(KnownTerm(code=term["code"], names=tuple(term["names"])) for term in form[name])

    return PlanVocabulary(
        language=form["language"],
        bodies=tuple(
            KnownBody(code=body["code"], name=body["name"], aliases=tuple(body["aliases"])) for body in form["bodies"]
        ),
        event_types=terms("event_types"),
        audiences=terms("audiences"),
        measures=terms("measures"),
    )


def _read(task: Mapping[str, Any]) -> Mapping[str, Any]:
    # Loaded by this side only.
    from paktum.domains.programme.reading.parser import read_plan

    plan = read_plan(Path(task["path"]), _vocabulary(task["vocabulary"]), Limits(**task["limits"]))
    return plan_form(plan)


if __name__ == "__main__":
    answer_apart(_read)
