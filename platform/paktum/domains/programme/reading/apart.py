"""Reading an untrusted document in a short-lived process of its own, with little memory, little time and no secrets.

`read_apart` is for the platform; run as a module, this file is the other side.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import structlog

from paktum.core.errors import Refused
from paktum.core.messages import Message, message_form, message_from, msg
from paktum.domains.programme.reading.inspection import Limits
from paktum.domains.programme.reading.parser import read_plan
from paktum.domains.programme.reading.plan import ReadPlan
from paktum.domains.programme.reading.portable import plan_form, plan_from
from paktum.domains.programme.reading.vocabulary import KnownBody, KnownTerm, PlanVocabulary

log = structlog.get_logger()
_MEGABYTE: Final = 1024 * 1024
_LONGEST_ANSWER: Final = 64 * _MEGABYTE


@dataclass(frozen=True, kw_only=True)
class Leash:
    """What the process may use: bytes of memory, seconds of the processor, and seconds on the clock."""

    memory: int = 512 * _MEGABYTE
    processor: int = 20
    seconds: float = 30.0


def read_apart(
    path: Path, vocabulary: PlanVocabulary, limits: Limits | None = None, leash: Leash | None = None
) -> ReadPlan:
    """Read a plan from a file in a process of its own; the same result as `read_plan`.

    Raises Refused with the reader's reason, or because the process ran out of memory or time or broke down.
    """
    leash = leash or Leash()
    task = {
        "vocabulary": asdict(vocabulary),
        "limits": asdict(limits or Limits()),
        "memory": leash.memory,
        "processor": leash.processor,
    }
    command = [sys.executable, "-P", "-m", __name__, str(path)]
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module; the path is one argument)
            command,
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=leash.seconds,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_too_heavy()) from error
    if done.returncode != 0 or len(done.stdout) > _LONGEST_ANSWER:
        log.warning("reading a plan broke down", code=done.returncode, error=_kind_of_error(done.stderr))
        raise Refused(_too_heavy())
    answer: Mapping[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(message_from(answer["refused"]))
    return plan_from(answer)


def _too_heavy() -> Message:
    return msg(
        "Reading the file took more memory or time than a plan needs, so it was given up. Save it anew in Word, without"
        " pictures, and try again."
    )


def _kind_of_error(told: bytes) -> str:
    """The name of the exception in the last line of a traceback; never its text, which may quote the document."""
    lines = told.decode(errors="replace").strip().splitlines()
    return lines[-1].partition(":")[0][:80] if lines else ""


def _environment() -> dict[str, str]:
    """Only what an interpreter needs to find the reader: addresses of databases and keys stay outside."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(part for part in sys.path if part), "PYTHONIOENCODING": "utf-8"}


def _limit(kind: int, most: int) -> None:
    """Lower a limit of this process for good; one that is already lower stays."""
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


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


def main() -> None:
    """Read the task from standard input, the plan from the file named as the argument; answer on standard output."""
    task = json.load(sys.stdin)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, task["processor"])
    _limit(resource.RLIMIT_AS, task["memory"])
    try:
        plan = read_plan(Path(sys.argv[1]), _vocabulary(task["vocabulary"]), Limits(**task["limits"]))
        answer = plan_form(plan)
    except Refused as refusal:
        answer = {"refused": message_form(refusal.message)}
    # Bytes, because the terminal's encoding is none of our business.
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
