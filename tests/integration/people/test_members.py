"""Members of the pact: who they are, their roles, and what ends with a membership."""

from sqlalchemy import select, text

from paktum.domains.audit.tables import AuditEntry
from tests.support.pacts import Pact
from tests.support.statements import counted_statements


def last_act(pact: Pact) -> AuditEntry:
    with pact.work() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()
        session.expunge(entry)
        return entry


def address_of(pact: Pact, role: str = "officer") -> str:
    return f"/members/{pact.actor(role).membership_id}"  # type: ignore[arg-type]


def test_the_head_sees_all_members_with_their_posts_and_roles(pact: Pact) -> None:
    page = pact.signed_in("head").get("/members").text
    for email in pact.emails.values():
        assert email in page
    assert address_of(pact) in page


def test_an_officer_sees_the_members_and_changes_nothing(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    assert officer.get("/members").status_code == 200
    assert officer.get(address_of(pact)).status_code == 403
    assert officer.post(address_of(pact), {"version": "1", "role": "head", "post": "x"}).status_code == 403
    assert officer.post(f"{address_of(pact, 'head')}/end", {"version": "1"}).status_code == 403
    assert officer.get("/members/invite").status_code == 403


def test_others_do_not_see_the_members(pact: Pact) -> None:
    for role in ("member", "partner", "viewer"):
        if role in pact.emails:
            assert pact.signed_in(role).get("/members").status_code == 403, role  # type: ignore[arg-type]


def test_a_role_is_changed_and_written_down(pact: Pact) -> None:
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    answer = head.post(address_of(pact), {"version": "1", "role": "viewer", "post": "guest"})
    assert answer.status_code == 303
    assert officer.get("/members").status_code == 403
    entry = last_act(pact)
    with pact.work() as session:
        actions = set(session.scalars(select(AuditEntry.action)))
    assert {"membership.role_changed", "membership.post_changed"} <= actions
    assert entry.post == pact.actor("head").post


def test_a_membership_that_ends_ends_at_the_next_request_and_stays_in_the_list(pact: Pact) -> None:
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    assert officer.get("/account").status_code == 200
    assert head.post(f"{address_of(pact)}/end", {"version": "1"}).status_code == 303
    assert officer.get("/account").status_code == 303
    assert pact.emails["officer"] in head.get("/members").text
    assert head.get(address_of_former(pact)).status_code == 404
    assert last_act(pact).action == "membership.ended"


def address_of_former(pact: Pact) -> str:
    with pact.work() as session:
        return f"/members/{session.scalar(text('select id from membership where ended_at is not null'))}"


def test_a_pact_keeps_at_least_one_head(pact: Pact) -> None:
    head = pact.signed_in("head")
    answer = head.post(address_of(pact, "head"), {"version": "1", "role": "officer", "post": "x"})
    assert answer.status_code == 422 and 'id="role-error"' in answer.text
    assert head.post(f"{address_of(pact, 'head')}/end", {"version": "1"}).status_code == 422
    assert head.get("/members").status_code == 200


def test_a_second_head_may_step_back_and_nobody_ends_themselves(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post(address_of(pact), {"version": "1", "role": "head", "post": "deputy"})
    assert head.post(f"{address_of(pact, 'head')}/end", {"version": "1"}).status_code == 422
    own = head.post(address_of(pact, "head"), {"version": "1", "role": "officer", "post": "adviser"})
    assert own.status_code == 303
    assert head.get(address_of(pact)).status_code == 403


def test_two_heads_at_once_the_second_sees_both_versions(pact: Pact) -> None:
    """Case 39."""
    head = pact.signed_in("head")
    assert head.post(address_of(pact), {"version": "1", "role": "officer", "post": "first words"}).status_code == 303
    late = head.post(address_of(pact), {"version": "1", "role": "member", "post": "second words"})
    assert late.status_code == 409
    assert "first words" in late.text and "second words" in late.text
    chosen = {"version": "2", "role": "member", "post": "second words", "keep-post": "theirs", "keep-role": "mine"}
    assert head.post(address_of(pact), chosen).status_code == 303
    page = head.get(address_of(pact)).text
    assert 'value="first words"' in page and '<option selected value="member">' in page


def test_ending_a_member_that_changed_meanwhile_is_refused(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post(address_of(pact), {"version": "1", "role": "officer", "post": "other"})
    assert head.post(f"{address_of(pact)}/end", {"version": "1"}).status_code == 409


def test_the_members_page_asks_the_same_number_of_times_for_many(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.get("/members")
    with counted_statements(pact.app) as few:
        head.get("/members")
    with pact.work() as session:
        session.execute(
            text(
                "with made as (insert into account (id, email) select gen_random_uuid(), 'm' || n || '@' || :slug"
                " from generate_series(1, 60) n returning id)"
                " insert into membership (tenant_id, id, account_id, role, post)"
                " select :tenant, gen_random_uuid(), id, 'member', 'delegate' from made"
            ),
            {"slug": f"{pact.slug}.example", "tenant": pact.id},
        )
    with counted_statements(pact.app) as many:
        page = head.get("/members").text
    assert page.count("delegate") == 60
    assert len(few) == len(many) <= 5, many
