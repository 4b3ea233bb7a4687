"""The door to a sitting: presence, proxies, the way through the agenda, motions and votes, a module each."""
