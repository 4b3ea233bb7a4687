"""The door to people: signing in and out, one's own account, links by mail, members and invitations."""
