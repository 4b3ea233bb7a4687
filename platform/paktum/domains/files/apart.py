"""Reading an untrusted file in a short-lived process of its own, with little memory, little time and no secrets.

`ask_apart` is for the platform. On the other side a module is run that calls `answer_apart` with what reads.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from paktum.core.errors import Refused
from paktum.core.messages import Message, message_form, message_from
from paktum.core.processes import bare_environment

_MEGABYTE: Final = 1 << 20
_LONGEST_ANSWER: Final = 64 * _MEGABYTE


@dataclass(frozen=True, kw_only=True)
class Leash:
    """What the process may use: bytes of memory, seconds of the processor, and seconds on the clock."""

    memory: int = 512 * _MEGABYTE
    processor: int = 20
    seconds: float = 30.0


def ask_apart(module: str, task: Mapping[str, Any], leash: Leash, too_heavy: Message) -> Mapping[str, Any]:
    """Run a module of ours in a process of its own and give its answer to a task; both are JSON.

    Raises Refused with the module's reason, or with `too_heavy` when it ran out of memory or time or broke down.
    """
    order = {"task": task, "memory": leash.memory, "processor": leash.processor}
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-P", "-m", module],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=leash.seconds,
            env=bare_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(too_heavy) from error
    if done.returncode != 0 or len(done.stdout) > _LONGEST_ANSWER:
        # Not at the top: the processes apart load this module too, and start in two thirds of the time without.
        import structlog

        kind = _kind_of_error(done.stderr)
        structlog.get_logger().warning("reading a file broke down", module=module, code=done.returncode, error=kind)
        raise Refused(too_heavy)
    answer: Mapping[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(message_from(answer["refused"]))
    return answer


def answer_apart(read: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """Take the task from standard input, hand it to `read` with no more memory and time than allowed, print the answer."""
    order = json.load(sys.stdin)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, order["processor"])
    _limit(resource.RLIMIT_AS, order["memory"])
    try:
        answer = read(order["task"])
    except Refused as refusal:
        answer = {"refused": message_form(refusal.message)}
    # Bytes, because the terminal's encoding is none of our business.
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def _kind_of_error(told: bytes) -> str:
    """The name of the exception in the last line of a traceback; never its text, which may quote the document."""
    lines = told.decode(errors="replace").strip().splitlines()
    return lines[-1].partition(":")[0][:80] if lines else ""


def _limit(kind: int, most: int) -> None:
    """Lower a limit of this process for good; one that is already lower stays."""
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))
