"""The blueprint that all pages of people belong to."""

from flask import Blueprint

blueprint = Blueprint("people", __name__, template_folder="../templates")
