"""Addresses of pages that take no arguments: every page names a dozen of them, so each is built once."""

from typing import cast

from flask import Flask, current_app, url_for

_KEPT = "paktum.addresses"


def prepare_addresses(app: Flask) -> None:
    """Give an application its shelf of addresses."""
    app.extensions[_KEPT] = {}


def address_of(endpoint: str) -> str:
    """The path of an endpoint without arguments, as `url_for` gives it within a request."""
    kept = cast(dict[str, str], current_app.extensions[_KEPT])
    address = kept.get(endpoint)
    if address is None:
        address = kept[endpoint] = url_for(endpoint)
    return address
