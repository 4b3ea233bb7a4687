"""Meetings of bodies: planned, convened, their agenda, their invitations and their pack."""
