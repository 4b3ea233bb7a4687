"""What the browser loads besides the page: built once under hashed names, served for a year from memory."""

from paktum.web.assets.build import BUILT, AssetError, Built, build
from paktum.web.assets.serve import Assets, asset_address, register_assets

__all__ = ["BUILT", "AssetError", "Assets", "Built", "asset_address", "build", "register_assets"]
