"""Slovak regions: how their coordinators of participation work. `pack.toml` says all of it."""

from paktum.plugin import Plugin, load_pack


def plugin() -> Plugin:
    """What the platform loads. Raises PluginError when the pack is not in order."""
    return Plugin(load_pack(__name__))
