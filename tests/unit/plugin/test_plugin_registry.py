"""The platform's words, packs, a tenant's file and its own changes become one vocabulary, with the origin of each value."""

from dataclasses import replace
from pathlib import Path

import pytest

from paktum.plugin import (
    Origin,
    PluginError,
    Plugins,
    Sourced,
    TenantChanges,
    TenantFile,
    Vocabulary,
    load_plugins,
    merge,
    read_spec,
)
from paktum.plugin.problems import placed
from paktum.plugin.registry import CHANGES
from paktum.plugin.report import lines
from paktum.plugin.specs import Words
from paktum.plugin.tenant_checks import changes_findings, tenant_findings

TENANT = """\
slug = "uj-paktum"
name = "Új Paktum"
short_name = "Új"
language = "hu"
country = "HU"
region = "HU331"
timezone = "Europe/Budapest"
hosts = ["uj-paktum.localhost"]
hue = 200
plugins = ["hu"]
"""


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins(["paktum_hu", "paktum_cs"])


def tenant(tmp_path: Path, more: str = "", head: str = TENANT) -> Sourced[TenantFile]:
    path = tmp_path / "tenant.toml"
    path.write_text(head + more, encoding="utf-8")
    return read_spec(path, TenantFile)


def merged(plugins: Plugins, tmp_path: Path, more: str = "", **changes: object) -> Vocabulary:
    return merge(plugins, tenant(tmp_path, more), TenantChanges.model_validate(changes))


def refused(plugins: Plugins, tmp_path: Path, more: str = "", head: str = TENANT, **changes: object) -> list[str]:
    with pytest.raises(PluginError) as error:
        merge(plugins, tenant(tmp_path, more, head), TenantChanges.model_validate(changes))
    return [str(problem).rpartition("/")[2] for problem in error.value.problems]


def test_a_tenant_has_what_its_plugins_declare_and_nothing_of_other_plugins(plugins: Plugins, tmp_path: Path) -> None:
    words = merged(plugins, tmp_path)
    assert [item.code for item in words.event_types] == [
        "hu.informing",
        "hu.partnership_building",
        "hu.project_development",
        "hu.consultative",
        "hu.career_orientation",
        "hu.evaluating",
    ]
    assert words.plugin_versions == {"hu": "1.0"}
    with pytest.raises(KeyError):
        words.body_type("cs.executive_council")


def test_a_term_is_said_in_the_form_and_language_asked_for(plugins: Plugins, tmp_path: Path) -> None:
    words = merged(plugins, tmp_path)
    assert words.term("session", "accusative") == "ülést"
    assert words.term("decision", "genitive_many", "pl") == "uchwał"
    assert words.term("session", "genitive", "hu") == "ülés"
    with pytest.raises(KeyError):
        words.term("sesion")


def test_each_layer_lies_over_the_one_below(plugins: Plugins, tmp_path: Path) -> None:
    file = '[terms.session]\nhu = { one = "találkozó", many = "találkozók", accusative = "találkozót" }\n'
    own = {"session": {"hu": {"one": "gyűlés", "many": "gyűlések", "accusative": "gyűlést"}}}
    assert merged(plugins, tmp_path).term("session") == "ülés"
    assert merged(plugins, tmp_path, file).term("session") == "találkozó"
    assert merged(plugins, tmp_path, file, terms=own).term("session", "accusative") == "gyűlést"
    assert merged(plugins, tmp_path, file, terms=own).term("session", language="cs") == "jednání"


def test_names_fall_back_to_the_tenants_language_and_say_so(plugins: Plugins, tmp_path: Path) -> None:
    words = merged(plugins, tmp_path)
    names = words.event_type("hu.informing").names
    assert (words.say(names, "en").text, words.say(names, "en").language) == ("informing", "en")
    assert (words.say(names, "cs").text, words.say(names, "cs").language) == ("tájékoztató", "hu")
    assert words.say(Words(en="only English"), "cs").language == "en"


def test_a_disabled_event_type_is_not_offered_but_keeps_its_name(plugins: Plugins, tmp_path: Path) -> None:
    words = merged(plugins, tmp_path, '[event_types]\ndisabled = ["hu.evaluating"]\n')
    assert "hu.evaluating" not in words.event_types
    assert words.event_type("hu.evaluating").names.hu == "értékelő"


def test_the_head_switches_event_types_off_and_on(plugins: Plugins, tmp_path: Path) -> None:
    file = '[event_types]\ndisabled = ["hu.evaluating"]\n'
    changes = {"event_types_off": ["hu.informing"], "event_types_on": ["hu.evaluating"]}
    words = merged(plugins, tmp_path, file, **changes)
    assert "hu.evaluating" in words.event_types
    assert "hu.informing" not in words.event_types


def test_an_added_event_type_comes_after_those_of_the_plugins(plugins: Plugins, tmp_path: Path) -> None:
    own = [{"code": "uj_paktum.job_fair", "names": {"hu": "állásbörze"}}]
    words = merged(plugins, tmp_path, event_types=own)
    assert next(reversed(words.event_types.active)).names.hu == "állásbörze"


def test_an_added_working_group_has_the_tuned_charter_of_its_base(plugins: Plugins, tmp_path: Path) -> None:
    file = '[[body_types.tuned]]\ncode = "hu.working_group"\ncharter = { notice = { working_days = 3 } }\n'
    group = {"code": "uj_paktum.youth", "names": {"hu": "Ifjúsági munkacsoport"}, "base": "hu.working_group"}
    words = merged(plugins, tmp_path, file, working_groups=[group | {"area": {"hu": "ifjúság"}}])
    body = words.body_type("uj_paktum.youth")
    assert body.kind == "working_group"
    assert body.charter is not None
    assert body.charter.notice.working_days == 3
    assert body.charter.quorum == words.body_type("hu.working_group").charter.quorum  # type: ignore[union-attr]


def test_tuning_adds_aliases_and_replaces_names(plugins: Plugins, tmp_path: Path) -> None:
    file = '[[audiences.tuned]]\ncode = "hu.press"\nnames = { hu = "Média" }\naliases = { hu = ["újságírók"] }\n'
    press = merged(plugins, tmp_path, file).audience("hu.press")
    assert press.spoken("hu") == ("Média", "sajtó képviselői", "újságírók")
    assert press.names.en == "Press"


def test_a_retired_item_is_not_offered_and_keeps_its_name(plugins: Plugins, tmp_path: Path) -> None:
    own = [{"code": "uj_paktum.job_fair", "names": {"hu": "állásbörze"}, "retired": True}]
    words = merged(plugins, tmp_path, event_types=own)
    assert "uj_paktum.job_fair" not in words.event_types
    assert words.event_type("uj_paktum.job_fair").names.hu == "állásbörze"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            '[event_types]\ndisabled = ["hu.party"]\n',
            "tenant.toml:12: event_types.disabled[1]: expected a code that exists; there is no hu.party",
        ),
        (
            '[event_types]\ndisabled = ["hu.informing", "hu.informing"]\n',
            "tenant.toml:12: event_types.disabled[2]: expected each once; hu.informing is already given",
        ),
        (
            '[[event_types.added]]\ncode = "hu.party"\nnames = { hu = "ünnep" }\n',
            "tenant.toml:12: event_types.added[1].code: expected a code that begins with uj_paktum., found hu.party",
        ),
        (
            '[[event_types.added]]\ncode = "uj_paktum.fete"\nnames = { en = "fete" }\n',
            "tenant.toml:13: event_types.added[1].names: expected a text in hu too",
        ),
        (
            '[[body_types.tuned]]\ncode = "hu.pact_office"\ncharter = { notice = { days = 1 } }\n',
            "tenant.toml:13: body_types.tuned[1].charter: expected a body type with a charter; hu.pact_office has none",
        ),
        (
            '[[body_types.tuned]]\ncode = "hu.forum"\ncharter = { forms = ["present", "circular"] }\n',
            "tenant.toml:13: body_types.tuned[1].charter: "
            "expected circular (when such a vote counts) exactly where forms has circular",
        ),
        (
            '[terms.session]\nhu = { one = "a", many = "b" }\n',
            "tenant.toml:12: terms.session.hu: expected the form accusative too",
        ),
        (
            '[terms.nonsense]\nhu = { one = "a", many = "b", accusative = "c" }\n',
            "tenant.toml:11: terms.nonsense: expected the code of a term; there is no term nonsense",
        ),
    ],
)
def test_a_tenant_file_that_does_not_fit_is_refused_at_its_line(
    plugins: Plugins, tmp_path: Path, more: str, said: str
) -> None:
    assert refused(plugins, tmp_path, more) == [said]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '["hu"]',
            '["hu", "de"]',
            "tenant.toml:10: plugins[2]: expected one of the installed plugins cs, hu, found de",
        ),
        (
            '["hu"]',
            '["hu", "cs"]',
            "tenant.toml:10: plugins[2]: expected a plugin with texts in hu; "
            "cs lacks them for cs.steering_committee, cs.executive_council, cs.expert_group …",
        ),
        ("HU331", "PL21", "tenant.toml:6: region: expected a region of HU"),
    ],
)
def test_a_tenant_needs_plugins_and_a_region_that_fit(
    plugins: Plugins, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert refused(plugins, tmp_path, head=TENANT.replace(old, new)) == [said]


GROUP = {"code": "uj_paktum.g", "names": {"hu": "g"}, "base": "hu.working_group", "area": {"hu": "a"}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"event_types_off": ["hu.x"]}, "event_types_off[1]: expected a code that exists; there is no hu.x"),
        (
            {"event_types_off": ["hu.informing"], "event_types_on": ["hu.informing"]},
            "event_types_on[1]: expected a code either on or off; hu.informing is both",
        ),
        (
            {"event_types": [{"code": "uj_paktum.x", "names": {"en": "x"}}]},
            "event_types[1].names: expected a text in hu too",
        ),
        (
            {"working_groups": [GROUP | {"base": "hu.none"}]},
            "working_groups[1].base: expected a code that exists; there is no hu.none",
        ),
        (
            {"working_groups": [GROUP | {"area": {"en": "a"}}]},
            "working_groups[1].area: expected a text in hu too",
        ),
        (
            {"terms": {"session": {"cs": {"one": "a", "many": "b", "accusative": "c", "genitive": "d"}}}},
            "terms.session.cs: expected the form genitive_many too",
        ),
    ],
)
def test_changes_that_do_not_fit_are_refused_by_key(
    plugins: Plugins, tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    assert refused(plugins, tmp_path, **changes) == [f"changes made on the tenant's page: {said}"]


def _retiring(plugins: Plugins, *codes: str) -> Plugins:
    """The same plugins after a new version of the Hungarian pack retired some codes."""
    old = plugins.by_code["hu"]
    lists = {
        name: tuple(item.model_copy(update={"retired": item.code in codes}) for item in getattr(old.pack, name))
        for name in ("body_types", "event_types", "audiences")
    }
    new = replace(old, declared=replace(old.declared, value=old.pack.model_copy(update=lists)))
    return Plugins(plugins.words, {**plugins.by_code, "hu": new})


def test_a_pack_that_retires_a_code_does_not_stop_a_tenant_that_used_it(plugins: Plugins, tmp_path: Path) -> None:
    later = _retiring(plugins, "hu.evaluating", "hu.informing", "hu.working_group")
    file = tenant(tmp_path, '[event_types]\ndisabled = ["hu.evaluating"]\n')
    own = TenantChanges.model_validate({"event_types_off": ["hu.informing"], "working_groups": [GROUP]})
    words = merge(later, file, own)
    assert words.event_type("hu.evaluating").retired
    assert words.body_type("uj_paktum.g").charter == words.body_type("hu.working_group").charter
    assert "uj_paktum.g" in words.body_types


def test_a_retired_code_is_not_taken_into_a_new_file_or_a_new_change(plugins: Plugins, tmp_path: Path) -> None:
    later = _retiring(plugins, "hu.evaluating", "hu.working_group")
    file = tenant(tmp_path, '[event_types]\ndisabled = ["hu.evaluating"]\n')
    assert [str(finding.message) for finding in tenant_findings(file.value, later)] == [
        "expected a code in use; hu.evaluating is retired"
    ]
    own = TenantChanges.model_validate({"working_groups": [GROUP]})
    assert [str(finding.message) for finding in changes_findings(own, file.value, later, TenantChanges())] == [
        "expected a code in use; hu.working_group is retired"
    ]


def test_an_added_code_may_be_retired_but_not_removed(plugins: Plugins, tmp_path: Path) -> None:
    file = tenant(tmp_path).value
    before = TenantChanges.model_validate({"event_types": [{"code": "uj_paktum.x", "names": {"hu": "x"}}]})
    retired = TenantChanges.model_validate(
        {"event_types": [{"code": "uj_paktum.x", "names": {"hu": "x"}, "retired": True}]}
    )
    assert list(changes_findings(retired, file, plugins, before)) == []
    gone = placed(changes_findings(TenantChanges(), file, plugins, before), CHANGES)
    assert [str(problem) for problem in gone] == [
        "changes made on the tenant's page: event_types: expected uj_paktum.x to stay: a code is retired, never removed"
    ]


def test_changes_come_back_from_json_as_they_were() -> None:
    changes = TenantChanges.model_validate({"working_groups": [GROUP], "event_types_off": ["hu.informing"]})
    assert TenantChanges.model_validate_json(changes.model_dump_json()) == changes
    assert TenantChanges.model_validate(changes.model_dump(mode="json")) == changes


def test_every_value_tells_who_said_it_and_where(plugins: Plugins, tmp_path: Path) -> None:
    file = tenant(tmp_path, '[terms.session]\nhu = { one = "a", many = "b", accusative = "c" }\n')
    origins: dict[str, Origin] = {}
    own = TenantChanges.model_validate({"event_types_off": ["hu.informing"]})
    words = merge(plugins, file, own, origins)
    told = {line.key: line.text("en") for line in lines(words, file.value, origins, every=False)}
    assert told["terms.session.hu"] == f"terms.session.hu = a, b    [tenant file, {file.source.file}:12]"
    assert "[platform, " in told["terms.task.hu"]
    assert "terms.task.cs" not in told
    assert "(Irányító szint)" in told["body_types.hu.steering_group"]
    assert 'frequency = { times = 2, per = "half_year" }' in told["body_types.hu.steering_group.charter.frequency"]
    assert told["event_types.hu.informing"].startswith("event_types.hu.informing = tájékoztató (off)")
    assert told["event_types.hu.informing.active"].endswith(
        "= off    [tenant's own change, changes made on the tenant's page]"
    )
    assert told["tenant.hosts"].startswith("tenant.hosts = uj-paktum.localhost    [tenant file")


def test_the_tenants_own_rule_for_reviewing_the_plan_lies_over_that_of_its_packs(
    plugins: Plugins, tmp_path: Path
) -> None:
    assert merge(plugins, tenant(tmp_path)).plan_review is None
    file = tenant(tmp_path, '[plan_review]\nevery_months = 12\nsource = { hu = "ügyrend" }\n')
    origins: dict[str, Origin] = {}
    words = merge(plugins, file, None, origins)
    assert words.plan_review and words.plan_review.every_months == 12
    told = {line.key: line.text("en") for line in lines(words, file.value, origins, every=False)}
    assert told["plan_review"].startswith("plan_review = 12 (ügyrend)    [tenant file, ")
