"""The fields of Word templates: which there are, and a strict reading of a template, which may print fields and repeat rows.

A template is somebody else's text that a worker carries out, so what is allowed is listed: nothing else is let in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from paktum.core.messages import Message, msg


@dataclass(frozen=True)
class Field:
    """A field: what it prints. One with `fields` is a list, each of whose members has these fields and is called `each` in
    the starter template; `member` marks the name that a repetition gives to one of them."""

    meaning: Message
    fields: Mapping[str, "Field"] = field(default_factory=lambda: MappingProxyType({}))
    each: str = ""
    rich: bool = False
    member: bool = False


MINUTES_FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "pact": Field(msg("Name of the %(term_pact)s")),
        "organisation": Field(msg("Lead organisation")),
        "place": Field(msg("Place of the lead organisation")),
        "reference": Field(msg("Reference number")),
        "title": Field(msg("What the paper is called")),
        "meeting": Field(msg("Title of the meeting")),
        "bodies": Field(msg("Names of the bodies that met")),
        "time": Field(msg("Day and time of the meeting")),
        "meeting_place": Field(msg("Place of the meeting")),
        "form": Field(msg("Form of the meeting")),
        "state": Field(msg("Draft or approved, with the number of the version")),
        "approved_by": Field(msg("Who approved the minutes")),
        "approved_on": Field(msg("Day of approval")),
        "notice": Field(msg("Note that personal parts were left out, in the public copy")),
        "made_by": Field(msg("Post of whoever made the paper")),
        "dated": Field(msg("Where and when the paper was drawn up")),
        "presence": Field(
            msg("Those present, a row each"),
            MappingProxyType(
                {
                    "seat": Field(msg("Seat")),
                    "organisation": Field(msg("Organisation of the seat")),
                    "person": Field(msg("Who filled it")),
                    "capacity": Field(msg("Substitute, guest or absent")),
                    "note": Field(msg("Note, such as an excuse")),
                    "times": Field(msg("From when to when")),
                }
            ),
            each="member",
        ),
        "sections": Field(
            msg("Sections of the minutes"),
            MappingProxyType(
                {
                    "number": Field(msg("Number of the agenda item")),
                    "heading": Field(msg("Heading of the section")),
                    "content": Field(msg("Text of the section, in paragraphs and lists"), rich=True),
                }
            ),
            each="section",
        ),
        "attached": Field(msg("Annexes"), MappingProxyType({"title": Field(msg("Title of the annex"))}), each="annex"),
        "signing": Field(
            msg("Those who sign"), MappingProxyType({"post": Field(msg("Post of who signs"))}), each="signer"
        ),
    }
)
_LOOP: Final = MappingProxyType({name: Field(msg("Place in the list")) for name in ("first", "last", "index")})
_ASKED: Final = (nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or)
_DEEPEST: Final = 2

Scope = Mapping[str, Field]


def strict_environment() -> ImmutableSandboxedEnvironment:
    """Where templates run: escaped for XML, in a sandbox, with no function, test or filter at all."""
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


def problems_of(source: str, fields: Scope) -> list[Message]:
    """What is wrong with the fields and repetitions in a template's source; empty when nothing is."""
    try:
        tree = strict_environment().parse(source)
    except TemplateSyntaxError as error:
        return [_unreadable(source, error.lineno)]
    return each_once(_problems(tree.body, fields, 0))


def each_once(messages: list[Message]) -> list[Message]:
    """The messages in their order, none twice."""
    return [message for place, message in enumerate(messages) if message not in messages[:place]]


def _unreadable(source: str, line: int) -> Message:
    lines = source.splitlines()
    near = plain_words(lines[line - 1] if 0 < line <= len(lines) else "")
    return msg("A field or a repetition cannot be read near “%(text)s”.", text=near[:80])


def plain_words(markup: str) -> str:
    """The words of a piece of XML."""
    words, inside = [], False
    for character in markup:
        if character in "<>":
            inside = character == "<"
        elif not inside:
            words.append(character)
    return " ".join("".join(words).split())


def _problems(body: list[nodes.Node], scope: Scope, depth: int) -> list[Message]:
    found: list[Message] = []
    for node in body:
        if isinstance(node, nodes.For):
            found += _loop_problems(node, scope, depth)
        elif isinstance(node, nodes.If):
            found += _asked_problems(node.test, scope)
            found += _problems([*node.body, *node.elif_, *node.else_], scope, depth)
        elif isinstance(node, nodes.Output):
            for printed in node.nodes:
                if not isinstance(printed, nodes.TemplateData):
                    found += _field_problems(printed, scope, printed=True)
        else:
            found.append(_not_allowed(node))
    return found


def _asked_problems(node: nodes.Node, scope: Scope) -> list[Message]:
    """What is wrong with the condition of an "if"."""
    if isinstance(node, _ASKED):
        return [problem for part in node.iter_child_nodes() for problem in _asked_problems(part, scope)]
    return [] if isinstance(node, nodes.Const) else _field_problems(node, scope, printed=False)


def _field_problems(node: nodes.Node, scope: Scope, *, printed: bool) -> list[Message]:
    if not isinstance(node, (nodes.Name, nodes.Getattr)):
        return [_not_allowed(node)]
    known = _resolved(node, scope)
    if known is None:
        return [msg("There is no field “%(name)s”.", name=_path(node))]
    if printed and known.fields:
        return [msg("“%(name)s” is a list: repeat it with “for” and print its fields.", name=_path(node))]
    return []


def _not_allowed(node: nodes.Node) -> Message:
    return msg(
        "Only fields, “if” and “for” can be used in a template; “%(name)s” cannot.", name=type(node).__name__.lower()
    )


def _loop_problems(node: nodes.For, scope: Scope, depth: int) -> list[Message]:
    listed = _resolved(node.iter, scope)
    if not isinstance(node.target, nodes.Name) or listed is None or listed.member or not listed.fields:
        lists = ", ".join(name for name, known in scope.items() if known.fields and not known.member)
        return [msg("Only lists can be repeated: %(names)s.", names=lists)]
    if depth >= _DEEPEST or node.recursive or node.test is not None:
        return [msg("Lists can be repeated inside each other only once.")]
    member = Field(listed.meaning, listed.fields, member=True)
    inner = {**scope, node.target.name: member, "loop": Field(listed.meaning, _LOOP, member=True)}
    return _problems([*node.body, *node.else_], inner, depth + 1)


def _resolved(node: nodes.Node, scope: Scope) -> Field | None:
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = _resolved(node.node, scope)
        return owner.fields.get(node.attr) if owner and owner.member else None
    return None


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
