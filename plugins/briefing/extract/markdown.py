"""Words and blocks as Markdown that says them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from .extracted import BEGIN, END, MARK

_SPACES = re.compile(r"\s+")
_SIGNS = re.compile(r"[\\`*_\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<=!)(?=\[)")
_LEADING = re.compile(
    rf"^([{BEGIN}{END}{MARK}]*)(?:(?=[#>+=~:|-])|(\d{{1,9}})(?=[.)](?:\s|$)))", re.MULTILINE
)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|yclid", re.IGNORECASE)
_OURS = dict.fromkeys(map(ord, BEGIN + END + MARK))
SAFE = ("http", "https", "mailto", "tel")


def words(text: str) -> str:
    """*text* of a run inside a paragraph, its signs escaped, white space folded."""
    return _SIGNS.sub(r"\\\g<0>", _SPACES.sub(" ", text.translate(_OURS)))


def paragraph(inline: str) -> str:
    """An inline run as a paragraph: nothing at the beginning of a line is taken for a block."""
    lines = (line.strip() for line in inline.strip().split("\n"))
    return _LEADING.sub(r"\1\2\\", "\n".join(lines))


def wrapped(inline: str, sign: str) -> str:
    """*inline* between *sign*, its outer spaces outside; as it is if there is nothing to wrap."""
    inner = inline.strip()
    if not inner or "\n" in inner or sign[0] in inner.replace(f"\\{sign[0]}", ""):
        return inline
    lead = inline[: len(inline) - len(inline.lstrip())]
    return f"{lead}{sign}{inner}{sign}{inline[len(inline.rstrip()) :]}"


def link(inline: str, address: str, base: str) -> tuple[str, bool]:
    """*inline* as a link to *address*; bare, and False, where that leads to no safe place."""
    inner = inline.strip()
    try:
        target = urljoin(base, address.strip()) if base else address.strip()
        parts = urlsplit(target)
    except ValueError:
        return inline, False
    if address.startswith("#") or not parts.scheme:
        return inline, True
    if parts.scheme.lower() not in SAFE or re.search(r"[\x00-\x1f]", address):
        return inline, False
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True)]
    clean = [(k, v) for k, v in kept if not _TRACKING.fullmatch(k)]
    query = parts.query if clean == kept else urlencode(clean)
    target = urlunsplit(parts._replace(query=query))
    target = re.sub(r"[\s<>()\\]", lambda m: f"%{ord(m[0]):02X}", target)
    if not inner or "](" in inner or "\n" in inner:
        return inline, True
    lead = inline[: len(inline) - len(inline.lstrip())]
    return f"{lead}[{inner}]({target}){inline[len(inline.rstrip()) :]}", True


def listed(items: Iterable[str], *, ordered: bool, first: int = 1) -> str:
    """A list, an item of several blocks indented below its sign."""
    lines = []
    for number, item in enumerate(items, first):
        sign = f"{number}. " if ordered else "- "
        lines.append(sign + item.replace("\n", "\n" + " " * len(sign)))
    return "\n".join(re.sub(r"[ \t]+$", "", line, flags=re.MULTILINE) for line in lines)


def quoted(source: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in source.split("\n"))


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table, its first row as its head; a cell's lines and bars are made one."""
    width = max(map(len, rows))
    cells = [
        [re.sub(r"[ \n]+", " ", cell).replace("|", "\\|").strip() for cell in row]
        + [""] * (width - len(row))
        for row in rows
    ]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def fenced(code: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    return f"{fence}\n{code.strip(chr(10))}\n{fence}"


def nested(items: Sequence[tuple[int, str]]) -> str:
    """A list's items, deeper ones below those that they belong to."""
    made: list[str] = []
    at = 0
    base = items[0][0]
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end][0] > base:
            end += 1
        inner = nested(items[at + 1 : end]) if end > at + 1 else ""
        made.append(items[at][1] + (f"\n{inner}" if inner else ""))
        at = end
    return listed(made, ordered=False)
