"""The port people type: whether it is free, and where to listen for it."""

import errno
import os
import socket

from paktum.core.messages import msg
from paktum.local.errors import InUse, LocalError

_LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def loopback_bindings(port: int) -> list[str]:
    """The places to listen at for `localhost:port`, as `host:port`: IPv4, and IPv6 where the machine has it.

    Raises InUse when another program listens there, LocalError when the port may not be used at all.
    """
    bindings = []
    for family, host in _LOOPBACKS:
        if _is_free(family, host, port):
            bindings.append(f"[{host}]:{port}" if family == socket.AF_INET6 else f"{host}:{port}")
    if not bindings:
        raise LocalError(msg("This machine has no address for localhost, so nothing can be served here."))
    return bindings


def _is_free(family: socket.AddressFamily, host: str, port: int) -> bool:
    """False where the machine does not have the address; raises when the port is taken or not ours to use."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InUse(
                msg(
                    "Port %(port)s is taken by another program. "
                    "Stop it, or choose another port: make demo PORT=%(other)s",
                    port=str(port),
                    other=str(port + 1 if port < 65535 else 8000),
                )
            ) from error
        if error.errno == errno.EACCES:
            raise LocalError(
                msg("Port %(port)s may only be used by root. Choose one above 1023.", port=str(port))
            ) from error
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            return False
        raise LocalError(
            msg("Port %(port)s cannot be used: %(reason)s.", port=str(port), reason=os.strerror(error.errno or 0))
        ) from error
    return True
