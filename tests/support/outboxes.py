"""What earlier tests left in the outboxes, put out of the way before a real relay starts."""

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool


def leave_nothing_waiting(owner_url: str) -> None:
    """Mark every waiting message of every pact as done: a relay would otherwise first carry out what other tests asked."""
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("update outbox_message set done_at = now() where done_at is null"))
    engine.dispose()
