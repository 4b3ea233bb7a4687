"""Passwords: how much work a hash is, that it fits only its own, and that a weaker one is noticed."""

import runpy
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher, extract_parameters

import paktum.domains.people.passwords

# Loaded apart: the application of other tests in the same process hashes with the least work there is.
_own = SimpleNamespace(**runpy.run_path(paktum.domains.people.passwords.__file__))
hash_password, needs_new_hash, password_fits = _own.hash_password, _own.needs_new_hash, _own.password_fits


def test_a_hash_is_argon2id_with_at_least_the_work_that_owasp_asks_for() -> None:
    kept = hash_password("jelszó, amely elég hosszú")
    parameters = extract_parameters(kept)
    assert kept.startswith("$argon2id$")
    # OWASP Password Storage Cheat Sheet: 19 MiB of memory, two rounds, one lane.
    assert (parameters.memory_cost, parameters.parallelism) == (19 * 1024, 1)
    assert parameters.time_cost >= 2


def test_a_password_fits_its_own_hash_and_no_other() -> None:
    kept = hash_password("heslo, které je dost dlouhé")
    assert password_fits("heslo, které je dost dlouhé", kept)
    assert not password_fits("heslo, které je dost dlouhe", kept)


def test_two_hashes_of_one_password_differ() -> None:
    assert hash_password("the same password") != hash_password("the same password")


@pytest.mark.parametrize("kept", [None, "no hash at all"])
def test_nothing_fits_where_no_hash_is_kept(kept: str | None) -> None:
    assert not password_fits("a password that opens nothing", kept)


def test_an_unknown_address_costs_the_same_work_as_a_wrong_password() -> None:
    kept, checked = hash_password("one of them"), []
    verify = PasswordHasher.verify

    def watched(hasher: PasswordHasher, hashed: str, password: str) -> bool:
        checked.append(extract_parameters(hashed))
        return verify(hasher, hashed, password)

    with patch.object(PasswordHasher, "verify", watched):
        password_fits("another", kept)
        password_fits("another", None)
    assert checked[0] == checked[1]


def test_a_hash_made_with_less_work_is_to_be_made_anew() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("a password")
    assert needs_new_hash(weak)
    assert not needs_new_hash(hash_password("a password"))
