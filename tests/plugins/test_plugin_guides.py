"""What the guides show to authors of plugins and tenants works as it stands there."""

import re
from pathlib import Path

import pytest

from paktum.plugin import PLAN_ENTRY_SAVED, Period, PlanEntryFacts, load_plugins, merge, read_spec
from paktum.plugin.specs import TenantFile

ROOT = Path(__file__).parents[2]


def shown(guide: str, language: str) -> str:
    """The only example of that language in a guide."""
    (example,) = re.findall(rf"```{language}\n(.*?)```", (ROOT / guide).read_text(encoding="utf-8"), re.DOTALL)
    return str(example)


def test_the_pack_and_the_hook_of_the_guide_for_plugins_load_and_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    package = tmp_path / "paktum_youth_of_the_guide"
    package.mkdir()
    (package / "pack.toml").write_text(shown("plugins/README.md", "toml"), encoding="utf-8")
    (package / "__init__.py").write_text(shown("plugins/README.md", "python"), encoding="utf-8")
    (plugin,) = load_plugins([package.name]).by_code.values()
    facts = PlanEntryFacts("event", "A day", None, ("youth.job_shadowing",), Period.month(2019, 4), "", (), ())
    assert [remark.field for remark in plugin.hooks.ask(PLAN_ENTRY_SAVED, facts)] == ["place"]


def test_the_changes_of_the_guide_for_tenants_fit_a_tenant_made_by_its_steps(tmp_path: Path) -> None:
    tiszakecske = (ROOT / "tenants" / "tiszakecske" / "tenant.toml").read_text(encoding="utf-8")
    path = tmp_path / "tenant.toml"
    made = tiszakecske.replace('"tiszakecske', '"gyor')
    path.write_text(made + shown("tenants/README.md", "toml"), encoding="utf-8")
    words = merge(load_plugins(["paktum_hu"]), read_spec(path, TenantFile))
    assert words.term("work_programme", "accusative") == "munkatervet"
    assert "hu.project_development" not in words.event_types
    assert "gyor.job_fair" in words.event_types
    charter = words.body_type("hu.steering_group").charter
    assert charter is not None
    assert charter.notice.working_days == 5
