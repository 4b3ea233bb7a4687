"""Brings a demo's database up to date in a process of its own, so that the supervisor stays small.

Run as `python -m paktum.local.prepare FILE`; writes the pacts that can be signed in to, and their password, into FILE
as JSON.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from paktum.core.errors import PaktumError
from paktum.core.messages import say
from paktum.core.migrate import upgrade
from paktum.core.settings import Settings
from paktum.installation import DEMO_PASSWORD, prepare


def main(target: Path) -> None:
    """Migrate, apply the tenants, write the list of pacts. Raises LookupError without the owner's login."""
    settings = Settings.from_environment()
    if settings.owner_database_url is None:
        raise LookupError("DATABASE_OWNER_URL is not set")
    upgrade(settings.owner_database_url)
    ready = {"password": DEMO_PASSWORD, "pacts": [asdict(pact) for pact in prepare(settings)]}
    target.write_text(json.dumps(ready, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except PaktumError as error:
        sys.exit(say(error.message, "en"))
