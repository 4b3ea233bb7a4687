"""The port people type."""

import socket

import pytest

from paktum.local.errors import InUse
from paktum.local.ports import loopback_bindings


@pytest.fixture
def taken() -> "socket.socket":
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


def test_a_taken_port_is_refused_with_a_way_out(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    with pytest.raises(InUse) as refused:
        loopback_bindings(port)
    assert f"Port {port} is taken" in str(refused.value.message)
    assert "make demo PORT=" in str(refused.value.message)
    taken.close()


def test_a_free_port_is_listened_at_on_loopback_addresses_only(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    taken.close()
    assert set(loopback_bindings(port)) <= {f"127.0.0.1:{port}", f"[::1]:{port}"}
