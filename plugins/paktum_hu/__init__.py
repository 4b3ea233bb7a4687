"""Hungarian pacts: how the employment pacts of towns and counties work. `pack.toml` says all of it."""

from paktum.plugin import Plugin, load_pack


def plugin() -> Plugin:
    """What the platform loads. Raises PluginError when the pack is not in order."""
    return Plugin(load_pack(__name__))
