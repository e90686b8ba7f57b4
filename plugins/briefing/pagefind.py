"""Pagefind's index, made of our own records by its program, as files to serve.

The program is asked over its pipe, as Pagefind's own wrappers ask it. Its wrapper for Python waits
a tenth of a second for each record; and its order to write the files ends before they are whole.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .progress import along

MAGIC = b"pagefind_dcd"
"""What each packed file begins with."""
BITE = 2**16
"""How much is read from the program at once: what a pipe holds."""
SCRIPTS = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
"""What a page of our own needs; Pagefind also brings pages of its own, which do not ship."""

LETTERS = 7_000
"""How long joined records become, about: a thousand words, which a reader is sent at once."""
BETWEEN = "⸎"
"""Stands between them. Pagefind counts it as a word, in which it finds no letter: so no phrase
reaches from one into the next. (A coronis, which once marked where a text ends.)"""
UNSEEN = re.compile("[\u200b\ufeff]")
"""White space to one of Python, Pagefind and JavaScript, part of a word to another."""
UNSPACED = (
    r"[\u3005-\u3007\u3041-\u3096\u309d-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
    r"\U00020000-\U0003ffff]"
)
"""Letters of Han and Kana, which have no spaces between words: each counts as a word. search.js has
the same."""
SIGNS = r"[\u3001-\u3003\u3008-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
APART = re.compile(rf"(?:(?<={UNSPACED})|(?<={SIGNS}))(?=\w)|(?<=\S)(?={UNSPACED})")
ORDER = re.compile("_+(?=(END_)?PAGEFIND_)")
"""What makes a word an order to Pagefind."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be found: a paragraph, a note, a claim, a date …

    *url* leads from the site's root to its place; *words* are searched, and must be as `counted`
    gives them; *shown* is kept for the page that lists it. *group* names the heading under which
    it is listed. What is shown as "about" is searched too, and must be as counted.
    """

    group: str
    url: str
    words: str
    shown: Mapping[str, str]


def counted(words: str) -> str:
    """*words* with one space between each two, so that all who count them count the same."""
    seen = APART.sub(" ", ORDER.sub("", UNSEEN.sub("", words))).split()
    return " ".join(word for word in seen if word != BETWEEN)


def program() -> Path:
    """Pagefind's program.

    Raises:
        FileNotFoundError: It is not installed; the message says what to do.
    """
    try:
        from pagefind_bin import get_executable

        return Path(get_executable())
    except (ImportError, FileNotFoundError) as problem:
        raise FileNotFoundError(
            "The search index needs Pagefind, which is not installed here. It is in "
            "requirements.txt as pagefind-bin: 'make clean', then 'make site', installs it."
        ) from problem


class Index:
    """A site's index, which Pagefind makes beside: it is started when the first records are added.
    The same records in the same order give the same bytes.

    Groups are not Pagefind's filters, whose order in the file changes from run to run: which
    fragment is of which group is said in ``groups.json``.

    Args:
        language: Of the interface, as BCP 47 writes it. A page searches one language only, so
            every record is filed under it, whatever its words are.
    """

    def __init__(self, language: str) -> None:
        self.total = 0
        """How many records it holds."""
        self.groups: set[str] = set()
        """The groups that they are of."""
        self._language = language.partition("-")[0].lower()
        self._asked = 0
        self._process: subprocess.Popen[bytes] | None = None

    def add(self, records: Sequence[Record]) -> None:
        """Add *records*, all that there are of each of their pages."""
        self.total += len(records)
        self.groups.update(record.group for record in records)
        for told, words in joined(records):
            self._ask(_added(told, words, self._language))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Its files, by their names. They are being made from this call on, which nothing can be
        added after; who asks for the first waits for them.

        Raises:
            RuntimeError: Pagefind refused something, or ended early.
        """
        if self._process is None:
            return iter(())
        self._ask({"type": "GetFiles", "index_id": 0})
        return self._made(self._process)

    def close(self) -> None:
        """End Pagefind, if it runs."""
        if self._process is not None:
            self._end()

    def _ask(self, request: Mapping[str, Any]) -> None:
        if self._process is None:
            self._process = _started()
            self._end = weakref.finalize(self, _ended, self._process)
            self._ask({"type": "NewIndex", "config": None})
        assert self._process.stdin is not None
        self._asked += 1
        with suppress(BrokenPipeError):  # it has ended: who waits for the files is told
            self._process.stdin.write(_packed(self._asked, request))
            self._process.stdin.flush()  # and stays open: the program stops at its end, done or not

    def _made(self, process: subprocess.Popen[bytes]) -> Iterator[tuple[str, bytes]]:
        try:
            answer = _last_answer(process, self._asked)
        finally:
            self.close()
        yield from _files(answer, self._language)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [program(), "--service"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def _files(answer: Mapping[str, Any], language: str) -> Iterator[tuple[str, bytes]]:
    """The files of the index that Pagefind's *answer* holds, and the list of groups."""
    files = {f["path"]: base64.b64decode(f["content"]) for f in answer["files"]}
    needed = {*SCRIPTS, f"wasm.{_machine(files, language)}.pagefind"}
    groups: dict[str, list[str]] = {}
    for path, content in sorted(files.items()):
        folder = path.rpartition("/")[0]
        if folder == "fragment":
            groups.setdefault(_group(content), []).append(Path(path).stem)
        if folder or path in needed or path.endswith(".pf_meta"):
            yield f"pagefind/{path}", content
    yield "groups.json", _json(groups).encode()


def joined(records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Those of *records* that are of one group and one page, and about one thing, as one.

    Pagefind is as long about a record as about a hundred words, and makes a file of each.
    search.js takes them apart.

    Yields:
        What is told of them, as JSON, and their words, in the end those of what they are about.
        Told are their group, what their addresses begin with, what is shown of all of them, and
        for each how its address goes on (``at``) and what else is shown of it.
    """
    pages: dict[tuple[str, str, str], list[Record]] = {}
    for record in records:
        about = record.shown.get("about", "")
        pages.setdefault((record.group, _page(record.url), about), []).append(record)
    seen: Counter[str] = Counter()
    for (group, page, about), of_page in pages.items():
        for some in _in_parts(of_page):
            alike = set.intersection(*(set(record.shown.items()) for record in some))
            each = [
                {
                    "at": r.url[len(page) :],
                    **{k: v for k, v in r.shown.items() if (k, v) not in alike},
                }
                for r in some
            ]
            told = _json([group, page, dict(sorted(alike)), each])
            texts = [record.words for record in some] + ([about] if about else [])
            yield told + " " * seen[told], f" {BETWEEN} ".join(texts)
            seen[told] += 1  # two things may stand at one place, and Pagefind keeps one an address


def _page(url: str) -> str:
    """What *url* shares with those that it is joined with: its page; of a whole page, the folder
    in which its own lies."""
    page, mark, _ = url.partition("#")
    return page if mark else url.removesuffix("/".join(url.rsplit("/", 2)[-2:]))


def _in_parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    """*records* in their order, as many at once as are not too long together."""
    part: list[Record] = []
    for record in records:
        if part and sum(len(r.words) for r in part) + len(record.words) > LETTERS:
            yield part
            part = []
        part.append(record)
    yield part


def _added(told: str, words: str, language: str) -> dict[str, Any]:
    """The request that adds *words*. What is *told* of them is their address, the one thing that
    Pagefind keeps for us and does not search as well."""
    return {
        "type": "AddRecord",
        "index_id": 0,
        "url": told,
        "content": words,
        "language": language,
        "meta": None,
        "filters": None,
        "sort": None,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _machine(files: Mapping[str, bytes], language: str) -> str:
    """The name of the searching program for *language*; "unknown" knows no stems of words."""
    told = json.loads(files["pagefind-entry.json"])["languages"][language]
    return str(told["wasm"] or "unknown")


def _group(fragment: bytes) -> str:
    told = json.loads(gzip.decompress(fragment).removeprefix(MAGIC))["url"]
    name: str = json.loads(told)[0]
    return name


def _last_answer(process: subprocess.Popen[bytes], asked: int) -> dict[str, Any]:
    """What the program answers to the last of all that it was *asked*."""
    assert process.stdout is not None
    chunks = iter(partial(os.read, process.stdout.fileno(), BITE), b"")
    answers = dict(along(_unpacked(chunks, asked), asked, "Indexing"))
    if len(answers) != asked:
        raise RuntimeError(f"Pagefind gave {len(answers)} answers to {asked} requests")
    return answers[asked]


def _packed(number: int, request: Mapping[str, Any]) -> bytes:
    message = json.dumps({"message_id": number, "payload": request})
    return base64.b64encode(message.encode()) + b","


def _unpacked(chunks: Iterable[bytes], number: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Answers with their requests' numbers, until *number* of them have come."""
    parts: list[bytes] = []
    for chunk in chunks:
        *ended, rest = chunk.split(b",")
        for end in ended:
            message = json.loads(base64.b64decode(b"".join([*parts, end])))
            parts = []
            if message["payload"]["type"] == "Error":
                raise RuntimeError(f"Pagefind: {message['payload']['message']}")
            yield message["message_id"], message["payload"]
            number -= 1
        if not number:
            return
        parts.append(rest)
