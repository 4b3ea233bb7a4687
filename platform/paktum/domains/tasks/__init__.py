"""Tasks that bodies set: for whom, until when, and how they stand."""
