"""Minutes of meetings: drafted, commented, approved, locked, and the evidence kept beside them."""
