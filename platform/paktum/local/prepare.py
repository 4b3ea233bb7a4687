"""Brings a demo's database up to date in a process of its own, so that the supervisor stays small.

Run as `python -m paktum.local.prepare FILE`; writes the pacts that can be signed in to into FILE, as JSON.
"""

import json
import sys
from pathlib import Path

from paktum.core.messages import say
from paktum.core.settings import Settings
from paktum.local.errors import LocalError


def main(target: Path) -> int:
    """Migrate, apply the tenants, write the list of pacts; returns the exit code."""
    from paktum.core.migrate import upgrade
    from paktum.installation import prepare

    settings = Settings.from_environment()
    if settings.owner_database_url is None:
        raise LookupError("DATABASE_OWNER_URL is not set")
    upgrade(settings.owner_database_url)
    pacts = [
        {"name": str(pact.name), "address": str(pact.address), "sign_in": str(pact.sign_in)}
        for pact in prepare(settings)
    ]
    target.write_text(json.dumps(pacts, ensure_ascii=False, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1])))
    except LocalError as error:
        sys.exit(say(error.message, "en"))
