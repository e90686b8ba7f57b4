"""Drawings that run or load something: an SVG is a page of its own when it is opened by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from .diagnostics import Diagnostic, TextFile, error

RUNNING = ("script", "foreignobject", "iframe", "embed", "object", "handler", "listener")
"""Elements that run something, or hold a page that may."""
INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp|avif);", re.IGNORECASE)
OUTSIDE = re.compile(r"https?://|mailto:", re.IGNORECASE)
HINT = "save the drawing without it: 'plain SVG' in a drawing program leaves it out"


def check_drawing(file: TextFile) -> Iterator[Diagnostic]:
    """What an SVG holds besides a drawing: scripts, events, foreign elements, files from elsewhere.

    A page that shows the drawing as a picture runs none of it. A reader who opens the drawing does,
    at the site's own address.
    """
    reader = _Reader(file)
    try:
        reader.parser.Parse(file.text.encode(), True)  # noqa: FBT003 (it is the whole)
    except expat.ExpatError as problem:
        said = f"the drawing cannot be read: {expat.ErrorString(problem.code)}"
        span = file.span(problem.lineno, problem.offset + 1)
        reader.found.append(error("picture-unsafe", span, said, "draw or save it anew"))
    yield from reader.found


class _Reader:
    def __init__(self, file: TextFile) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.element
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.EntityDeclHandler = self.entity

    def refuse(self, what: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        said = f"the drawing holds {what}"
        self.found.append(error("picture-unsafe", self.file.span(line, column), said, HINT))

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        if tag in RUNNING:
            self.refuse(f"<{name}>, which can run")
        for key, value in attributes.items():
            local, plain = key.rpartition(":")[2].lower(), re.sub(r"[\0-\x20]", "", value)
            if local.startswith("on"):
                self.refuse(f"'{key}', which runs when something happens")
            elif local == "attributename" and re.search(r"href|^on", plain, re.IGNORECASE):
                self.refuse(f"an animation of '{value}'")
            elif local in ("href", "src"):
                good = INSIDE.match(plain) or (tag == "a" and OUTSIDE.match(plain))
                if plain and not good:
                    self.refuse(f"an address that is not in it: '{value}'")

    def instruction(self, target: str, _data: str) -> None:
        if target != "xml":
            self.refuse(f"<?{target}?>, which loads another file")

    def entity(self, name: str, *_: object) -> None:
        self.refuse(f"the entity '{name}'")
