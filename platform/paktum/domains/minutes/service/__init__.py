"""The doors to minutes: drafting, writing, remarking, approving, publishing, and the evidence kept beside them."""
