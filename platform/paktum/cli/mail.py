"""`paktum mail`: takes in the mail that answers invitations, one message from standard input."""

import sys
from typing import Final

import click
from sqlalchemy.exc import OperationalError

from paktum.cli.language import terminal_language
from paktum.core.logs import configure_logs
from paktum.core.messages import msg, say

_LANGUAGE: Final = terminal_language()
# What a mail system does with a mail that a program did not take (sysexits.h): tell the sender, or try again.
_NO_USER, _TRY_AGAIN = 67, 75


@click.group(name="mail", help=say(msg("Take in the mail that answers invitations."), _LANGUAGE))
def command() -> None:
    """The group of commands about mail."""


@command.command(
    name="take",
    help=say(
        msg(
            "Read one mail from standard input and note the answer in it. Let the mail system call this for every mail"
            " to PAKTUM_REPLY_ADDRESS, and name the recipient with --to."
        ),
        _LANGUAGE,
    ),
)
@click.option("--to", "recipients", multiple=True, help=say(msg("An address the mail was delivered to."), _LANGUAGE))
def take(recipients: tuple[str, ...]) -> None:
    """Take one mail; ends with 67 for an address that was never given out, with 75 while the database is away."""
    from paktum.app import create_app
    from paktum.domains.meetings.mail_intake import LARGEST_MAIL, take_mail
    from paktum.domains.meetings.service.answering import MailOutcome

    configure_logs()
    content = sys.stdin.buffer.read(LARGEST_MAIL + 1)
    try:
        outcome = take_mail(create_app(), content, recipients)
    except (OperationalError, OSError) as away:
        click.echo(f"{type(away).__name__}", err=True)
        sys.exit(_TRY_AGAIN)
    if outcome is MailOutcome.UNKNOWN:
        click.echo(say(msg("Nobody is known by this address."), _LANGUAGE), err=True)
        sys.exit(_NO_USER)
