"""Rules of meetings, pure: their life, what they are called, how long before they are convened and how often bodies meet."""
