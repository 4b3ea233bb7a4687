"""The public plugin API: what a pack or a tenant may say, how it is loaded and merged, and where code may join in."""

from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Period, Precision
from paktum.plugin.hooks import (
    MANDATE_GIVEN,
    PLAN_ENTRY_SAVED,
    Hook,
    Hooks,
    MandateFacts,
    Moment,
    PlanEntryFacts,
    Remark,
)
from paktum.plugin.loader import Plugin, Plugins, Sourced, load_pack, load_plugins, read_spec
from paktum.plugin.problems import Finding, PluginError, Problem
from paktum.plugin.registry import Origin, merge
from paktum.plugin.specs import OpeningData, Pack, TenantChanges, TenantFile
from paktum.plugin.tenant_checks import changes_findings
from paktum.plugin.tenants import TenantFolder, read_tenant, read_tenants, tenants_folder
from paktum.plugin.vocabulary import Catalogue, Said, Vocabulary

__all__ = [
    "MANDATE_GIVEN",
    "PLAN_ENTRY_SAVED",
    "Catalogue",
    "Finding",
    "Hook",
    "Hooks",
    "MandateFacts",
    "Message",
    "Moment",
    "OpeningData",
    "Origin",
    "Pack",
    "Period",
    "PlanEntryFacts",
    "Plugin",
    "PluginError",
    "Plugins",
    "Precision",
    "Problem",
    "Remark",
    "Said",
    "Sourced",
    "TenantChanges",
    "TenantFile",
    "TenantFolder",
    "Vocabulary",
    "changes_findings",
    "load_pack",
    "load_plugins",
    "merge",
    "msg",
    "nmsg",
    "read_spec",
    "read_tenant",
    "read_tenants",
    "tenants_folder",
]
