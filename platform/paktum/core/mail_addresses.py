"""Mail addresses that come from outside: one spelling, or none."""

from typing import Final

LONGEST_ADDRESS: Final = 254


def mail_address(text: str) -> str | None:
    """An address as the house keeps it (RFC 5321's form, no spaces around); None for what is no address.

    Whether anybody receives mail there is not asked.
    """
    # Not at the top: its tables of all the world's letters are large, and most processes never see an address.
    from email_validator import EmailNotValidError, validate_email

    given = text.strip()
    if not given or len(given) > LONGEST_ADDRESS:
        return None
    try:
        return str(validate_email(given, check_deliverability=False).normalized)
    except EmailNotValidError:
        return None
