"""TOML files with the line of every key, so that an error can point at the place it speaks of."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

KeyPath = tuple[str | int, ...]
"""Where a value stands: names of tables and keys, and indices (from 0) of arrays."""

_CLOSED_BY: Final = frozenset(",]}\n#")


@dataclass(frozen=True)
class Source:
    """A file as people know it, and its text: valid TOML, or none for what is not a file."""

    file: str
    text: str = field(default="", repr=False)

    @cached_property
    def lines(self) -> Mapping[KeyPath, int]:
        """The line (from 1) on which each key path begins; found when somebody asks, which is when something is wrong."""
        return MappingProxyType(_Lines(self.text.replace("\r\n", "\n")).found)

    def line(self, path: KeyPath) -> int:
        """The line of the path, or of the nearest table around it that the file has; 0 when the source has no lines."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1 if self.lines else 0


class Malformed(Exception):
    """A file that is not TOML: the line, and what the parser said of it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def key_text(path: KeyPath) -> str:
    """A key path for people: `body_types[2].charter.quorum`, counting from 1 as people do."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parse(text: str) -> dict[str, Any]:
    """The values of a TOML text. Raises Malformed."""
    text = text.replace("\r\n", "\n")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Malformed(*_place(str(error), text)) from error


def _place(reason: str, text: str) -> tuple[int, str]:
    """Python 3.11 tells the place only inside the sentence."""
    match = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", reason, re.DOTALL)
    if match is None:
        return 1, reason
    return int(match[2]) if match[2] else text.rstrip("\n").count("\n") + 1, match[1]


class _Lines:
    """A walk over a TOML text that tomllib has accepted, noting lines; it need not check what was checked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted_to = 0
        self.line = 1
        self.found: dict[KeyPath, int] = {}
        self._last_index: dict[KeyPath, int] = {}
        self._document()

    def _document(self) -> None:
        table: KeyPath = ()
        self._blank()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                self.at += 2
                table = self._header(self._keys("]"), repeated=True)
                self.at += 2
            elif self.text[self.at] == "[":
                self.at += 1
                table = self._header(self._keys("]"), repeated=False)
                self.at += 1
            else:
                self._pair(table)
            self._blank()

    def _header(self, keys: list[str], *, repeated: bool) -> KeyPath:
        path: KeyPath = ()
        for number, key in enumerate(keys, 1):
            path += (key,)
            self._note(path)
            if number < len(keys) and path in self._last_index:
                path += (self._last_index[path],)
        if repeated:
            self._last_index[path] = self._last_index.get(path, -1) + 1
            path += (self._last_index[path],)
            self._note(path)
        return path

    def _pair(self, table: KeyPath) -> None:
        path = table
        for key in self._keys("="):
            path += (key,)
            self._note(path)
        self.at += 1
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._blank()
        opening = self.text[self.at]
        if opening in "\"'":
            self._string()
        elif opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _CLOSED_BY:
                self.at += 1

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        self._blank()
        while self.text[self.at] != "]":
            self._note((*path, index))
            self._value((*path, index))
            index += 1
            self._comma()
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        self._blank()
        while self.text[self.at] != "}":
            self._pair(path)
            self._comma()
        self.at += 1

    def _comma(self) -> None:
        self._blank()
        if self.text[self.at] == ",":
            self.at += 1
            self._blank()

    def _keys(self, closing: str) -> list[str]:
        """A dotted key up to its closing sign, which is left to the caller."""
        keys: list[str] = []
        while True:
            self._blank()
            sign = self.text[self.at]
            if sign == closing:
                return keys
            if sign == ".":
                self.at += 1
            elif sign in "\"'":
                begin = self.at
                self._string()
                keys.append(str(tomllib.loads(f"k = {self.text[begin : self.at]}")["k"]))
            else:
                begin = self.at
                while self.text[self.at] not in f".{closing} \t":
                    self.at += 1
                keys.append(self.text[begin : self.at])

    def _string(self) -> None:
        quote = self.text[self.at]
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(fence)
        while not self.text.startswith(fence, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(fence)
        # A long string may end in one or two quotes of its own before its fence.
        while len(fence) == 3 and self.at < len(self.text) and self.text[self.at] == quote:
            self.at += 1

    def _blank(self) -> None:
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] in " \t\n":
                self.at += 1
            else:
                return

    def _note(self, path: KeyPath) -> None:
        """A path keeps the line where it was first seen."""
        self.line += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        self.found.setdefault(path, self.line)
