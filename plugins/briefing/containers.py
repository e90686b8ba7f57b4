"""Containers and nested blocks in a file's tokens: what they hold, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from .diagnostics import Diagnostic, TextFile, did_you_mean, error
from .model import Written
from .plaintext import span_in
from .syntax.boxes import NAMES


def closing(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at *at*; the end if none does."""
    opens = tokens[at].type
    closes = opens.removesuffix("_open") + "_close"
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].type == opens) - (tokens[index].type == closes)
        if depth == 0:
            return index
    return len(tokens)


def container_name(token: Token) -> tuple[str, str]:
    """The name and the argument of a container that *token* opens; else "" and ""."""
    if token.type != "container_box_open":
        return "", ""
    return token.meta["name"], token.meta["argument"]


def is_fact_box(token: Token) -> bool:
    """Whether *token* opens a fact box."""
    return container_name(token)[0] == "factbox"


def without_boxes(tokens: Sequence[Token]) -> Iterator[Token]:
    """The source's words: captions and pull quotations stay, fact boxes and their lead-ins go."""
    at = 0
    while at < len(tokens):
        if is_fact_box(tokens[at]):
            at = closing(tokens, at) + 1
            continue
        yield tokens[at]
        at += 1


def lead_ins(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens that stand in fact boxes."""
    for at, token in enumerate(tokens):
        if is_fact_box(token):
            yield from tokens[at + 1 : closing(tokens, at)]


def read_boxes(file: TextFile, body: Sequence[Token], found: list[Diagnostic]) -> Iterator[Written]:
    """The ids of the fact boxes, as written; what is wrong with any container goes to *found*."""
    depth = 0
    for token in body:
        depth += token.nesting
        if token.type == "inline":
            found.extend(_strays(file, token))
        if token.type != "container_box_open":
            continue
        problem = _problem(file, token, depth - 1)
        if problem:
            found.append(problem)
        elif is_fact_box(token):
            argument = token.meta["argument"]
            yield Written(argument, file.at(token.meta["argument_at"], len(argument)))


def _problem(file: TextFile, token: Token, depth: int) -> Diagnostic | None:
    name, argument = container_name(token)
    named = file.at(token.meta["name_at"], len(name))
    rest = file.at(token.meta["argument_at"], len(argument))
    if name not in NAMES:
        hint = did_you_mean(name, NAMES, f"one of: {', '.join(NAMES)}")
        return error("container-unknown", named, f"unknown container '{name}'", hint)
    if not token.meta["closed"]:
        colons, hint = file.at(token.meta["at"], 3), "end it with a line ':::'"
        return error("container-unclosed", colons, "this container is never closed", hint)
    if name == "factbox" and not argument:
        hint = "write '::: factbox id'; boxes are files in content/facts/"
        return error("container-unreadable", named, "which fact box?", hint)
    if (name != "factbox" and argument) or " " in argument:
        return error(
            "container-unreadable",
            rest,
            f"cannot read '{argument}' here",
            "the words go on the lines below",
        )
    if name == "factbox" and depth:
        hint = "put it before or after the list, quotation or container that it stands in"
        return error("container-misplaced", named, "a fact box stands by itself", hint)
    return None


def _strays(file: TextFile, token: Token) -> Iterator[Diagnostic]:
    """Lines that look like the edge of a container and are words of a paragraph."""
    at = 0
    for line in token.content.split("\n"):
        if line.lstrip().startswith(":::"):
            yield error(
                "container-unopened",
                span_in(file, token, at + len(line) - len(line.lstrip()), 3),
                "this ::: neither opens nor closes a container",
                r"put a blank line before it, or take it out; write \::: for the characters",
            )
        at += len(line) + 1
