"""A small SMTP server for tests (RFC 5321): keeps what it takes, and misbehaves as it is told to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import BinaryIO

# Where the server may fail: it closes the connection in the middle of the text, after the text without a word, or
# instead of a goodbye; or answers with a refusal for now or for good.
CUT_IN_TEXT, CUT_AFTER_TEXT, CUT_AT_QUIT = "cut in text", "cut after text", "cut at quit"


@dataclass
class SmtpServer:
    """What a test sees of the server; `faults` are used up one a conversation."""

    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    conversations: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def message(self, number: int = -1) -> EmailMessage:
        """A mail that was taken, as its reader would parse it."""
        found = message_from_bytes(self.taken[number], policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """A server on a free port of this machine."""
    state = SmtpServer()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        state.port = listener.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listener, state), daemon=True)
        thread.start()
        yield state
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(listener: socket.socket, state: SmtpServer) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, connection.makefile("rwb") as stream, suppress(OSError, ValueError):
                _talk(stream, state)


def _talk(stream: BinaryIO, state: SmtpServer) -> None:
    state.conversations += 1
    fault = state.faults.pop(0) if state.faults else ""

    def say(line: str) -> None:
        stream.write(line.encode() + b"\r\n")
        stream.flush()

    say("220 test")
    while command := stream.readline().decode().strip().upper():
        verb = command.partition(" ")[0]
        if verb == "QUIT":
            if fault != CUT_AT_QUIT:
                say("221 bye")
            return
        if verb == "RCPT" and fault[:1] in ("4", "5"):
            say(fault)
        elif verb != "DATA":
            say("250 fine")
        elif fault == CUT_IN_TEXT:
            say("354 go on")
            stream.readline()
            return
        else:
            say("354 go on")
            text = _read_text(stream)
            if fault == CUT_AFTER_TEXT:
                return
            state.taken.append(text)
            say("250 taken")


def _read_text(stream: BinaryIO) -> bytes:
    lines = []
    while (line := stream.readline()) not in (b".\r\n", b""):
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return b"".join(lines)
