"""Becomes a server that ends with its starter; run as `python -I -S guard.py STARTER SIGNAL USER GROUP COMMAND…`.

A process of its own and not a function between fork and exec, which may lock up when the starter has threads.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def become(starter: int, orphan_signal: int, user: str, group: str, command: list[str]) -> None:
    """Drop privileges to user and group (numbers, `-` keeps ours), ask for a signal when the starter dies, and exec.

    Only Linux has that signal; elsewhere a server left over is found and ended at the next start. Privileges go first,
    because dropping them clears the request. Exits without a word when the starter is gone already.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if user != "-":
        os.setgroups([])
        os.setgid(int(group))
        os.setuid(int(user))
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if library.prctl(_PR_SET_PDEATHSIG, orphan_signal, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != starter:
        sys.exit(126)
    os.execv(command[0], command)  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
