"""The door for writing meetings: planning, life, agenda, documents and announcements, a module each."""
