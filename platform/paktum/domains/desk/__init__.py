"""What people open first: today's page."""
