"""Job runs: long work with its progress, its files, or the reason why it failed."""
