"""Who decides: bodies with their charters, seats, mandates and working groups (Popolo: organization, post, membership)."""
