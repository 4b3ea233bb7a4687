"""Reading a pact's work plan: from a file's bytes to entries that say what was understood, what is unsure, and why."""
