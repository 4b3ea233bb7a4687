"""The words for what is done with accounts, memberships and invitations."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "account.password_changed": msg("A password was changed"),
    "account.password_reset": msg("A password was set by a link in a mail"),
    "account.signed_out_elsewhere": msg("Other browsers were signed out"),
    "invitation.accepted": msg("An invitation was accepted"),
    "invitation.sent": msg("A colleague was invited"),
    "invitation.sent_again": msg("An invitation was sent again"),
    "invitation.withdrawn": msg("An invitation was withdrawn"),
    "membership.ended": msg("A membership was ended"),
    "membership.post_changed": msg("A member's post was changed"),
    "membership.role_changed": msg("A member's role was changed"),
}
