"""The sources' addresses visited: does each still answer, and does it still hold the words?

Never part of a build. Sites are visited at the same time, the addresses of one site in turn.
"""

from __future__ import annotations

import errno
import socket
import ssl
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bs4 import BeautifulSoup

from .progress import along
from .selector import ELLIPSIS

SITES = 8
"""Sites that are visited at the same time."""
MOST = 4_000_000
"""Bytes of a page that are read for the words; a longer one is compared as far as that."""
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
AGAIN = (HTTPStatus.TOO_MANY_REQUESTS, 500, 502, 503, 504)
FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
SAFE = "!#$%&'()*+,/:;=?@[]~"
ALIKE = str.maketrans("“”„«»‘’‚‐‑‒–—−", '"""""\'\'\'------', "\u00ad\u200b\ufeff")
"""Signs that stand for each other when words are compared, and those that stand for nothing."""


class State(Enum):
    """What came of a visit. There is no site at an UNREACHED address; one may be at a SILENT one;
    an UNSURE page is there, and a program cannot tell in which state."""

    THERE = "there"
    MOVED = "moved"
    DEAD = "dead"
    UNREACHED = "unreached"
    SILENT = "silent"
    UNSURE = "unsure"


NO_SITE = (State.UNREACHED, State.SILENT)
REFUSED = "it refuses programs"
UNTRUSTED = "its certificate is not valid"
NAMELESS = "its name cannot be looked up now"
FINAL = frozenset({REFUSED, UNTRUSTED, NAMELESS})
"""Answers that another try would not change."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How to visit: the name to give, seconds to wait for an answer and between two, tries."""

    agent: str
    timeout: float = 20.0
    pause: float = 1.0
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of visiting *url*: *why* in words, *to* where it led in the end, *missing* the
    words that the page does not hold, *compared* whether it could be read for them."""

    url: str
    state: State
    why: str = ""
    to: str = ""
    missing: tuple[str, ...] = ()
    compared: bool = False


def visit_all(wanted: Mapping[str, Iterable[str]], manners: Manners) -> dict[str, Visit]:
    """Visit each address; *wanted* names the words that its page should hold."""

    in_turn = sorted(wanted, key=lambda url: (_host(url), url))
    sites = [list(urls) for _, urls in groupby(in_turn, _host)]

    waiting: SimpleQueue[list[str]] = SimpleQueue()
    for urls in sites:
        waiting.put(urls)
    done: SimpleQueue[Visit | None] = SimpleQueue()

    def work() -> None:
        try:
            while not waiting.empty():
                for found in _visit_site(waiting.get_nowait(), wanted, manners):
                    done.put(found)
        except Empty:  # another took the last site
            return
        finally:
            done.put(None)

    workers = [Thread(target=work, daemon=True) for _ in range(SITES)]  # none outlives Ctrl+C
    for worker in workers:
        worker.start()
    found = along(_arriving(done, len(workers)), len(wanted), "Visiting")
    return {one.url: one for one in found}


def _arriving(done: SimpleQueue[Visit | None], workers: int) -> Iterator[Visit]:
    """Visits as they come; each worker ends with None."""
    while workers:
        found = done.get()
        if found:
            yield found
        else:
            workers -= 1


def _visit_site(
    urls: Iterable[str], wanted: Mapping[str, Iterable[str]], manners: Manners
) -> Iterator[Visit]:
    """The addresses of one site, in turn."""
    found: Visit | None = None
    for url in urls:
        if found and _no_site(found):
            found = replace(found, url=url)
        else:
            time.sleep(manners.pause if found else 0)
            found = visit(url, tuple(wanted[url]), manners)
        yield found


def visit(url: str, words: tuple[str, ...], manners: Manners) -> Visit:
    """Visit one address, again after a pause where that may help."""
    found = _once(url, words, manners)
    for attempt in range(1, manners.tries):
        if found.state not in (State.UNSURE, State.SILENT) or found.why in FINAL:
            break
        time.sleep(manners.pause * 2**attempt)
        found = _once(url, words, manners)
    return found


@dataclass
class _Redirects(HTTPRedirectHandler):
    """Follows redirections, and keeps what kind each was."""

    codes: list[int] = field(default_factory=list)

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        self.codes.append(code)
        if urlsplit(newurl).scheme not in ("http", "https"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, in_ascii(newurl))


def _once(url: str, words: tuple[str, ...], manners: Manners) -> Visit:
    redirects = _Redirects()
    headers = {"User-Agent": manners.agent, "Accept": "*/*", "Accept-Encoding": "identity"}
    try:
        asked = Request(in_ascii(url), headers=headers)
        with build_opener(redirects).open(asked, timeout=manners.timeout) as answer:
            found = _arrived(url, answer.geturl(), redirects.codes)
            if words and found.state is not State.DEAD:
                found = _compared(found, words, answer.headers, answer.read(MOST))
            return found
    except HTTPError as problem:
        with problem:
            return _refused(url, problem)
    except (OSError, HTTPException, ValueError) as problem:
        return _failed(url, problem)


def _arrived(url: str, to: str, codes: list[int]) -> Visit:
    if codes and urlsplit(to).path in ("", "/") and urlsplit(url).path not in ("", "/"):
        return Visit(url, State.DEAD, "it leads to the site's front page", to)
    if codes and all(code in FOR_GOOD for code in codes):
        return Visit(url, State.MOVED, "it has moved for good", to)
    return Visit(url, State.THERE, to=to)


def _refused(url: str, problem: HTTPError) -> Visit:
    said = f"{problem.code} {_standard(problem.code)}".strip()
    if problem.code in GONE:
        return Visit(url, State.DEAD, said)
    if 300 <= problem.code < 400:
        return Visit(url, State.DEAD, "it leads round in a circle, or to no web address")
    if problem.code in AGAIN:
        return Visit(url, State.UNSURE, said)
    return Visit(url, State.UNSURE, REFUSED, said)


def _standard(code: int) -> str:
    """The standard's own words for *code*: what a server adds is its own affair."""
    return HTTPStatus(code).phrase if code in HTTPStatus._value2member_map_ else ""


def _failed(url: str, problem: Exception) -> Visit:
    cause = problem.reason if isinstance(problem, URLError) else problem
    if isinstance(cause, socket.gaierror):
        if cause.errno == socket.EAI_AGAIN:
            return Visit(url, State.SILENT, NAMELESS)
        return Visit(url, State.UNREACHED, "there is no such site")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Visit(url, State.UNSURE, UNTRUSTED)
    if isinstance(cause, TimeoutError):
        return Visit(url, State.SILENT, "no answer in time")
    if isinstance(cause, ConnectionRefusedError):
        return Visit(url, State.UNREACHED, "nothing answers there")
    if isinstance(cause, OSError) and cause.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
        return Visit(url, State.SILENT, "there is no way to it now")
    return Visit(url, State.UNSURE, "what it answers cannot be understood")


def _compared(found: Visit, words: tuple[str, ...], headers: HTTPMessage, body: bytes) -> Visit:
    """The same visit with the words that the page does not hold."""
    if headers.get("Content-Encoding", "identity") != "identity":
        return found
    kind, charset = headers.get_content_type(), headers.get_content_charset()
    if kind in ("text/html", "application/xhtml+xml"):
        soup = BeautifulSoup(body, "html.parser", from_encoding=charset)
        for hidden in soup(["script", "style", "template"]):
            hidden.decompose()
        text = soup.get_text()
    elif kind.startswith("text/"):
        try:
            text = body.decode(charset or "utf-8", "replace")
        except LookupError:
            return found
    else:
        return found
    missing = tuple(said for said in words if not holds(text, said))
    return replace(found, missing=missing, compared=True)


def holds(text: str, words: str) -> bool:
    """Whether *text* has *words*, those round an ellipsis in their order; white space, the form of
    quotation marks and dashes, and capitals do not count."""
    plain, at = _plain(text), 0
    for part in filter(None, map(_plain, ELLIPSIS.split(words))):
        at = plain.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _plain(text: str) -> str:
    told = unicodedata.normalize("NFKC", text).translate(ALIKE).casefold()
    return "".join(told.split())


def _no_site(found: Visit) -> bool:
    """Whether a visit to another address of the same site would end in the same way."""
    return found.state is State.UNREACHED or found.why == NAMELESS


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url


def in_ascii(url: str) -> str:
    """An address as it is sent, without its fragment: other letters are written as RFC 3986 and
    IDNA want them.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(url)
    host = parts.netloc
    if not host.isascii():
        host = host.encode("idna").decode()
    path, query = (quote(part, safe=SAFE) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def unreached(visits: Iterable[Visit]) -> bool:
    """Whether no site at all could be reached: then it is the network that is missing."""
    return all(visit.state in NO_SITE for visit in visits)
