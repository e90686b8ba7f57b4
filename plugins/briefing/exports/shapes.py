"""A page's drawings for a program that knows no sprite, and no style sheet within a drawing."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from .tree import made

SVG = "http://www.w3.org/2000/svg"
VARIABLE = re.compile(r"var\((--[\w-]+)(?:,\s*([^()]*))?\)")
VALUE = re.compile(r"(--[\w-]+):\s*([^;}]+)")
FONT = re.compile(r"\bfont: (\S+) (\S+) ([^;}]+)")
"""The short form, which a drawing does not understand."""
RULE = re.compile(r"[^{}@]+\{[^{}]*\}")
IN_MAP = re.compile(r"[^{]*\.tiles [^\s{]")
"""What is within a map; its own size is the page's affair."""
USED = "used"
"""The class of what stands for a ``use``, in a drawing and in its rules."""
SIDES = ("then", "now")


@dataclass(frozen=True, slots=True)
class Shapes:
    """The parts of the page's sprite by their ids, and the rules for its maps by their side."""

    parts: Mapping[str, Element]
    rules: Mapping[str, str]


def shapes_of(root: Element, screen: str, paper: str) -> Shapes:
    """The sprite of the page *root*, and the rules of its style sheets."""
    sprites = (svg for svg in root.iter("svg") if "sprite" in svg.get("class", "").split())
    parts = {part.get("id", ""): part for sprite in sprites for part in sprite.iter()}
    return Shapes(parts, rules_for_maps(screen, paper))


def redraw(parent: Element, shapes: Shapes, side: str = "") -> None:
    """Replace each drawing in *parent*: one with a name by itself, complete; one without by an
    empty element that has it as its background, so that nobody is read a picture without a name;
    one that says nothing by itself by nothing."""
    for number, element in enumerate([*parent]):
        here = next((s for s in SIDES if s in element.get("class", "").split()), side)
        if element.tag == "svg":
            parent[number] = _drawn(element, shapes, here)
            parent[number].tail = element.tail
        else:
            redraw(element, shapes, here)


def _drawn(svg: Element, shapes: Shapes, side: str) -> Element:
    own = deepcopy(svg)
    (used, *others) = [*own] or [Element("g")]
    symbol = shapes.parts.get(used.get("href", "").removeprefix("#"))
    if used.tag == "use" and not others and symbol is not None:
        own = deepcopy(symbol)
    own.tail = None
    box = own.get("viewbox") or own.get("viewBox")
    if not box:  # bars and rules, beside tables that say the same
        return Element("span")
    for use in [*own.iter("use")]:
        part = shapes.parts.get(use.attrib.pop("href", "").removeprefix("#"))
        use.tag, use.attrib["class"] = "g", USED
        if part is not None:
            use.append(deepcopy(part))
    classes = svg.get("class", "")
    own.tag, own.attrib = "svg", {"viewBox": box, "class": classes}
    own.insert(0, made("style", shapes.rules[side]))
    if svg.get("aria-hidden") != "true":
        own.insert(0, made("title", svg.get("aria-label", "")))
        return own
    own.set("xmlns", SVG)
    data = b64encode(tostring(own)).decode()
    look = f"background-image: url(data:image/svg+xml;base64,{data})"
    named = " ".join(name for name in classes.split() if name != "tiles")
    return made("span", class_=f"shape {named}".strip(), style=look)


def rules_for_maps(screen: str, paper: str) -> dict[str, str]:
    """The theme's rules for maps in its colours on paper: for what was so then, is now, or both."""
    plain = "".join(top_rules(screen))
    values = dict(reversed(VALUE.findall(plain))) | dict(VALUE.findall(paper))
    text = "\n".join(rule.strip() for rule in RULE.findall(plain) if IN_MAP.match(rule))
    text = re.sub(r" use\b", f" .{USED}", text)
    return {side: _told(text, values | _accent(values, side)) for side in ("", *SIDES)}


def _accent(values: Mapping[str, str], side: str) -> dict[str, str]:
    return {"--c": values.get(f"--{side or 'ink'}", "#000")}


def _told(rules: str, values: Mapping[str, str]) -> str:
    """*rules* with the value of each variable in its place."""

    def value(variable: re.Match[str]) -> str:
        return (values.get(variable[1]) or variable[2] or "inherit").strip()

    for _ in range(5):  # a variable's value may name another one
        rules = VARIABLE.sub(value, rules)
    return FONT.sub(r"font-weight: \1; font-size: \2; font-family: \3", rules)


def top_rules(sheet: str) -> Iterator[str]:
    """The rules of a style sheet that hold everywhere: those outside ``@media`` and the like."""
    depth, start, conditional = 0, 0, False
    for at, sign in enumerate(sheet):
        if sign == "{":
            conditional = conditional or (depth == 0 and "@" in sheet[start:at])
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                if not conditional:
                    yield sheet[start : at + 1]
                start, conditional = at + 1, False
