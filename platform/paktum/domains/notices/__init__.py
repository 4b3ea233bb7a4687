"""Mail and notices: what leaves to people's inboxes and what waits for them on the page."""
