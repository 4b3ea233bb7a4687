"""Rules of a sitting: who counts as there, when a body can decide, and what a vote comes to."""
