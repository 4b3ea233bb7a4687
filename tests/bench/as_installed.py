"""Gunicorn without what only the tools of developers bring: what is measured is what an installation loads."""

import runpy
import sys

# The library of the logs loads it wherever it is found.
sys.modules["rich"] = None  # type: ignore[assignment]
runpy.run_module("gunicorn", run_name="__main__", alter_sys=True)
