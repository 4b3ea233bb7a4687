"""Addresses that answers by mail come back to: one for each person asked, told by what stands after the plus sign.

Mail systems change the case of addresses, and the part before the @ has at most 64 octets (RFC 5321, 4.5.3.1.1): so the
ids are written in base 32, and the secret is shorter than that of a link. It lets in to nothing but giving an answer.
"""

import hashlib
import hmac
import uuid
from base64 import b32decode, b32encode
from dataclasses import dataclass

from paktum.core.links import link_secret

_TENANT, _INVITEE, _SECRET = 4, 26, 16


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """What an address for answers tells: a mark of the tenant, the id of the person asked, and the secret."""

    tenant_mark: str
    invitee_id: uuid.UUID
    secret: str


def tenant_mark(tenant_id: uuid.UUID) -> str:
    """A few letters that narrow down which tenant an address is of; several may share them."""
    return _letters(hashlib.sha256(tenant_id.bytes).digest()[:5])[:_TENANT]


def reply_secret(key: str, tenant_id: uuid.UUID, invitee_id: uuid.UUID, generation: int) -> str:
    """The secret of one person's address; raising the generation ends it together with the personal link."""
    made = link_secret(key, "meeting reply", tenant_id, invitee_id, generation)
    return _letters(hashlib.sha256(made.encode()).digest()[:10])


def reply_address(base: str, key: str, tenant_id: uuid.UUID, invitee_id: uuid.UUID, generation: int) -> str:
    """The address for one person's answers, at the house's own address `base`."""
    local, _, domain = base.rpartition("@")
    secret = reply_secret(key, tenant_id, invitee_id, generation)
    return f"{local}+{tenant_mark(tenant_id)}{_letters(invitee_id.bytes)}{secret}@{domain}"


def read_reply_address(address: str, base: str) -> ReplyToken | None:
    """What an address tells; None for one that is not of this house, or was never given out."""
    own, _, own_domain = base.casefold().rpartition("@")
    local, _, domain = address.strip().strip("<>").casefold().rpartition("@")
    name, plus, told = local.partition("+")
    if not plus or name != own or domain != own_domain or len(told) != _TENANT + _INVITEE + _SECRET:
        return None
    mark, invitee, secret = told[:_TENANT], told[_TENANT : _TENANT + _INVITEE], told[_TENANT + _INVITEE :]
    try:
        octets = b32decode(invitee.upper() + "======")
    except ValueError:
        return None
    return ReplyToken(mark, uuid.UUID(bytes=octets), secret)


def is_reply_secret(given: str, key: str, tenant_id: uuid.UUID, invitee_id: uuid.UUID, generation: int) -> bool:
    """Whether the secret of an address is the right one, in a time that tells nothing about it."""
    right = reply_secret(key, tenant_id, invitee_id, generation)
    return hmac.compare_digest(given.encode(), right.encode())


def _letters(octets: bytes) -> str:
    return b32encode(octets).decode("ascii").rstrip("=").lower()
