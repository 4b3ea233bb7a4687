"""Rules of sign-in and membership: how long things last, what a password must be, when to slow a guesser down."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from paktum.core.actors import EVERYBODY, Role
from paktum.core.messages import Message, msg, nmsg

SESSION_LASTS: Final = timedelta(hours=12)
RESET_LASTS: Final = timedelta(hours=2)
INVITATION_LASTS: Final = timedelta(days=14)
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200

# A guesser is slowed by address and origin together, so that nobody can lock another person out from elsewhere; a
# whole origin is slowed only when it tries many addresses.
ATTEMPT_WINDOW: Final = timedelta(minutes=15)
MOST_FOR_ADDRESS_AND_ORIGIN: Final = 10
MOST_FOR_ORIGIN: Final = 100
# Mails with a link for a new password, in the same window: somebody else's inbox must not be filled.
MOST_RESETS_FOR_ADDRESS: Final = 3
MOST_RESETS_FOR_ORIGIN: Final = 30

# The first that fits: programs of one family also name those they descend from.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def as_role(code: str) -> Role:
    """Narrow a stored code to a role; raises ValueError for any other word."""
    if code not in EVERYBODY:
        raise ValueError(f"there is no role {code}")
    return code


def normalised_email(email: str) -> str:
    """An address as accounts keep it."""
    return email.strip().casefold()


def origin_of(address: str | None) -> str:
    """Where a request comes from, for counting: an IPv4 address, or the first 64 bits of an IPv6 one.

    One household or office has a whole /64 of IPv6 addresses (RFC 6177), and could use another for every guess.
    """
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def browser_of(user_agent: str | None) -> str:
    """A browser's program and system as names, such as “Firefox, Windows”; empty for one that names neither."""
    agent = user_agent or ""
    program = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (program, system) if part)


@dataclass(frozen=True)
class Attempts:
    """Failed sign-ins within the window: for this address from this origin, and from this origin at all."""

    for_address_and_origin: int
    for_origin: int

    def too_many(self) -> bool:
        return self.for_address_and_origin >= MOST_FOR_ADDRESS_AND_ORIGIN or self.for_origin >= MOST_FOR_ORIGIN


def password_problem(password: str, email: str) -> Message | None:
    """What is wrong with a new password, if anything (NIST SP 800-63B, 5.1.1: length over composition)."""
    if len(password) < SHORTEST_PASSWORD:
        return nmsg("At least %(num)d character.", "At least %(num)d characters.", SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return nmsg("At most %(num)d character.", "At most %(num)d characters.", LONGEST_PASSWORD)
    if len(set(password.casefold())) < 5:
        return msg("Too easy to guess: it repeats the same few characters.")
    if email.partition("@")[0].casefold() in password.casefold() and len(email.partition("@")[0]) > 3:
        return msg("Too easy to guess: it contains the e-mail address.")
    return None


def is_open(now: datetime, expires_at: datetime, used_at: datetime | None) -> bool:
    """Whether a one-time link still opens something."""
    return used_at is None and now < expires_at


def may_change_role(actor_is_self: bool, old: Role, new: Role | None, heads: int) -> Message | None:
    """Why a role may not be changed (`new` None: the membership ends); a pact keeps at least one head."""
    if old == "head" and new != "head" and heads <= 1:
        return msg("Nobody else has this member's role, and somebody must have it. Give it to somebody else first.")
    if actor_is_self and new is None:
        return msg("You cannot end your own membership. Ask somebody else who has your role.")
    return None
