"""Lets `python -m paktum.cli` do what `paktum` does."""

from paktum.cli import main

if __name__ == "__main__":
    main()
