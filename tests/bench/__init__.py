"""The bench: what a request costs, as a ratio to three small reference applications measured in the same run."""
