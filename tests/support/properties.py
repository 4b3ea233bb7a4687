"""Properties: Hypothesis as these tests use it. No example is timed, for a slow machine breaks no rule, and all see the same.

`PAKTUM_EXPLORE=1 make test` looks at other examples in each run.
"""

import os

from hypothesis import HealthCheck, example, given, settings

__all__ = ["HealthCheck", "example", "given", "settings"]

settings.register_profile(
    "untimed",
    deadline=None,
    derandomize=not os.environ.get("PAKTUM_EXPLORE"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("untimed")
