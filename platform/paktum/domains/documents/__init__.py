"""Paper of the pact: the letterhead, typesetting, and the templates an office brings along."""
