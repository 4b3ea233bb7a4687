"""The doors to papers: the letterhead of a pact, and the Word templates that an office brings along."""
