"""Processes of our own that stand apart: they find our code, and learn no address or key of the installation."""

import os
import sys


def bare_environment() -> dict[str, str]:
    """Only what an interpreter needs to find our modules: addresses of databases and keys stay outside."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(part for part in sys.path if part), "PYTHONIOENCODING": "utf-8"}
