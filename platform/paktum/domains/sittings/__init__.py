"""What happens while a meeting sits: presence, proxies, motions, votes and groups formed on the spot."""
