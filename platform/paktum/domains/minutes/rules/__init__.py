"""Rules of minutes: their rich text, how versions differ, how they are drafted, and what may be done with them when."""
