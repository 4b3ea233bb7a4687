"""The language a person's terminal is set to."""

import os
from collections.abc import Mapping

from paktum.core.languages import Language, as_language


def terminal_language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of LC_ALL, LC_MESSAGES or LANG (POSIX order) when the house speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return as_language(value.partition("_")[0].partition(".")[0].lower()) or "en"
    return "en"
