"""The blueprints of people: the gate and one's own account, which everybody has; and the members, a place of their own."""

from flask import Blueprint

blueprint = Blueprint("people", __name__, template_folder="../templates")
members_blueprint = Blueprint("members", __name__)
