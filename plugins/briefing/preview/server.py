"""The preview's answers, on loopback only: the site, its news, and notes to be saved."""

from __future__ import annotations

import hmac
import json
import secrets
import sys
import time
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from watchfiles import Change, watch

from .session import Session
from .worker import BuilderStoppedError, Message

FOLDER = ".preview"
WATCHED = ("content", "seeds", "theme", "plugins", "pelicanconf.py")
OWN = "/__preview/"
SCRIPTS = ("preview.js", "live.js", "composer.js", "words.js", "preview.css")
LARGEST = 1_000_000
"""Bytes of the largest note that is read."""
HEARTBEAT = 15.0


class Handler(SimpleHTTPRequestHandler):
    """The preview's site, never kept by a browser; what is ours is below /__preview/."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, session: Session, key: str, **keywords: Any) -> None:
        self.session = session
        self.key = key
        super().__init__(*arguments, **keywords)

    # --- reading --------------------------------------------------------------------------------

    def do_GET(self) -> None:
        """The site, with what is ours beside it."""
        if not self._is_ours():
            self._answer(HTTPStatus.FORBIDDEN, {"error": "this is not the preview's address"})
            return
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if not url.path.startswith(OWN):
            self._site(url.path, as_published="published" in url.query)
        elif url.path == OWN + "events":
            with self.session.watched(page_of(asked.get("page", ""))):
                self._events()
        elif url.path == OWN + "page":
            self._ask("about", page=page_of(asked.get("path", "")))
        elif url.path == OWN + "note":
            self._ask("note", file=asked.get("file", ""), id=asked.get("id", ""))
        elif url.path.removeprefix(OWN) in SCRIPTS:
            self._script(url.path.removeprefix(OWN))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _site(self, path: str, *, as_published: bool) -> None:
        page = page_of(path)
        self.session.freshen(page)
        html = self._without_drafts(page) if as_published else ""
        if html:
            self._send(HTTPStatus.OK, html.encode(), "text/html")
        elif page.endswith(".html") and not (self._is_there() or self.session.state["shown"]):
            self._file(self.session.files / "waiting.html", "text/html")
        else:
            super().do_GET()

    def _without_drafts(self, page: str) -> str:
        """An article's page as it would be published; "" for another, which shows them."""
        try:
            return str(self.session.ask("published", page=page).get("html", ""))
        except BuilderStoppedError:
            return ""

    def send_head(self) -> Any:
        """The file as asked for; the site's folder is away for a moment while it is swapped."""
        for _ in range(20):
            if self._is_there():
                break
            time.sleep(0.01)
        return super().send_head()

    def _is_there(self) -> bool:
        return Path(self.directory, "index.html").is_file()

    def _script(self, name: str) -> None:
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        self._file(self.session.files / name, kind)

    def _file(self, path: Path, kind: str) -> None:
        if path.is_file():
            self._send(HTTPStatus.OK, path.read_bytes(), kind)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _events(self) -> None:
        """The state, again at each build. Source: HTML Standard, server-sent events."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        build = -1
        try:
            while True:
                state = self.session.after(build, HEARTBEAT)
                text = f"data: {json.dumps(state)}\n\n" if state else ": still here\n\n"
                build = state["build"] if state else build
                self.wfile.write(text.encode())
                self.wfile.flush()
        except OSError:
            return  # the page was closed

    # --- writing --------------------------------------------------------------------------------

    def do_POST(self) -> None:
        """A note to be looked at, or to be saved."""
        length = int(self.headers.get("Content-Length", "0") or "0")
        body = self.rfile.read(min(length, LARGEST))
        if length > LARGEST:
            self.close_connection = True
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": "the note is too long"})
        elif not self._is_ours() or self.headers.get("Origin") != self._home():
            self._answer(HTTPStatus.FORBIDDEN, {"error": "this is not the preview's own page"})
        elif not hmac.compare_digest(self.headers.get("X-Preview-Key", "").encode(), self._key()):
            told = "open the address that the terminal shows: it carries this session's key"
            self._answer(HTTPStatus.FORBIDDEN, {"error": told})
        elif self.headers.get_content_type() != "application/json":
            self._answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, {"error": "this is not JSON"})
        elif self.path not in (OWN + "draft", OWN + "save"):
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._take(body)

    def _take(self, body: bytes) -> None:
        try:
            draft = json.loads(body)
        except ValueError:
            draft = None
        if not isinstance(draft, dict):
            self._answer(HTTPStatus.BAD_REQUEST, {"error": "this is no note"})
            return
        self._ask(self.path.removeprefix(OWN), draft=draft)

    # --- helpers --------------------------------------------------------------------------------

    def _key(self) -> bytes:
        return self.key.encode()

    def _home(self) -> str:
        return f"http://{self.headers.get('Host', '')}"

    def _is_ours(self) -> bool:
        """Whether the request names this server, and no other page sent it.

        A foreign name that leads here (DNS rebinding) shows in Host, a foreign page in Origin.
        """
        port = self.connection.getsockname()[1]
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        origin = self.headers.get("Origin")
        return self.headers.get("Host") in hosts and origin in (None, self._home())

    def _ask(self, do: str, **given: object) -> None:
        try:
            answer = self.session.ask(do, **given)
        except BuilderStoppedError as stopped:
            answer = {"status": HTTPStatus.INTERNAL_SERVER_ERROR, "error": str(stopped)}
        self._answer(HTTPStatus(answer.pop("status", HTTPStatus.OK)), answer)

    def _answer(self, status: HTTPStatus, answer: Message) -> None:
        self._send(status, json.dumps(answer).encode(), "application/json")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """The file's bytes; a browser that has gone away is none of our mistakes."""
        try:
            super().copyfile(source, outputfile)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the base)
        pass


def page_of(path: str) -> str:
    """The file of the site that the address *path* shows."""
    name = urlsplit(path).path.lstrip("/")
    return name + "index.html" if not name or name.endswith("/") else name


def preview(root: Path, port: int) -> None:
    """Serve the site on loopback until interrupted. A failed build leaves the last good one up.

    Raises:
        OSError: the port is taken.
    """
    output = root / FOLDER
    session, key = Session(root, output), secrets.token_urlsafe(16)
    handler = partial(Handler, directory=str(output), session=session, key=key)
    try:
        with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
            server.daemon_threads = True
            session.whole()
            address = f"http://127.0.0.1:{server.server_port}/#key={key}"
            sys.stderr.write(f"The site is at {address} (Ctrl+C ends it)\n")
            sys.stderr.flush()
            Thread(target=server.serve_forever, daemon=True).start()
            _watch(root, session)
    finally:
        session.stop()


def _watch(root: Path, session: Session) -> None:
    """Tell *session* of each edit, until interrupted."""
    watched = [path for name in WATCHED if (path := root / name).exists()]
    for changes in watch(
        *watched,
        watch_filter=lambda _, path: is_edit(root, path),
        debounce=20,
        step=1,
        raise_interrupt=False,
    ):
        session.changed(Path(p).relative_to(root).as_posix() for p in edited(changes))


def edited(changes: Iterable[tuple[Change, str]]) -> set[str]:
    """The files that changed, without those that a program has made and taken away at once."""
    changes = list(changes)
    made = {path for change, path in changes if change is Change.added}
    return {path for _, path in changes if path not in made or Path(path).exists()}


def is_edit(root: Path, path: str) -> bool:
    """Whether *path* is an editor's file: not one that a program keeps beside it."""
    parts = Path(path).relative_to(root).parts
    hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
    return not (hidden or path.endswith(("~", ".swp", ".pyc", ".tmp")))
