"""The work programme: the session plan and the event calendar, read from the pact's own document or entered here."""
