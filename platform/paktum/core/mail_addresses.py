"""Mail addresses that come from outside: one spelling, or none."""

from typing import Final

from email_validator import EmailNotValidError, validate_email

LONGEST_ADDRESS: Final = 254


def mail_address(text: str) -> str | None:
    """An address as the house keeps it (RFC 5321's form, no spaces around); None for what is no address.

    Whether anybody receives mail there is not asked.
    """
    given = text.strip()
    if not given or len(given) > LONGEST_ADDRESS:
        return None
    try:
        return str(validate_email(given, check_deliverability=False).normalized)
    except EmailNotValidError:
        return None
