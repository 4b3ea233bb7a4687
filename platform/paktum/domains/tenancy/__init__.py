"""Tenants: the pacts of this installation, the hosts that lead to them, and what their plugins gave them."""
