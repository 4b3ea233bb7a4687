"""Secret links: the part of an address that lets in whoever has it, made from the installation's key and never stored."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import Final

_OCTETS: Final = 24


def link_secret(key: str, purpose: str, *facts: object) -> str:
    """The secret of a link: 32 letters fit for an address. Another purpose or fact gives another; a counter among the facts
    ends the link when it is raised."""
    told = "\x00".join((purpose, *map(str, facts))).encode()
    return urlsafe_b64encode(hmac.new(key.encode(), told, hashlib.sha256).digest()[:_OCTETS]).decode()


def is_link_secret(given: str, key: str, purpose: str, *facts: object) -> bool:
    """Whether a secret from outside is the right one, in a time that tells nothing about it."""
    return hmac.compare_digest(given.encode(), link_secret(key, purpose, *facts).encode())
