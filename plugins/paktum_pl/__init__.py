"""Poland: how the partnerships of its labour-market institutions work. Data says all of it (`pack.toml`); no code is needed yet."""

from paktum.plugin import Plugin, load_pack


def plugin() -> Plugin:
    """What the platform loads. Raises PluginError when the pack is not in order."""
    return Plugin(load_pack(__name__))
