"""Pages of decisions and of what bodies forward to each other."""

from paktum.domains.decisions.views import decision, referrals, register, tasks
from paktum.domains.decisions.views.blueprint import blueprint, referrals_blueprint

__all__ = ["blueprint", "decision", "referrals", "referrals_blueprint", "register", "tasks"]
