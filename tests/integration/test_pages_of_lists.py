"""Lists in pages: beyond the last page there is nothing, and nobody is told that there never was anything."""

import pytest

from tests.support.pacts import Pact

LISTS = (
    "/audit",
    "/decisions",
    "/jobs",
    "/meetings",
    "/notices",
    "/referrals",
    "/reports",
    "/tasks",
    "/today/due",
    "/today/late",
)


@pytest.mark.parametrize("address", LISTS)
def test_a_page_beyond_the_last_is_not_there(pact: Pact, address: str) -> None:
    head = pact.signed_in("head")
    assert [head.get(f"{address}{query}").status_code for query in ("", "?page=1", "?page=2")] == [200, 200, 404]
