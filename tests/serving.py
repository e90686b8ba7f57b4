"""A built site on this machine, at the path where GitHub Pages would have it."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path
from threading import Thread
from typing import Any

Serve = Callable[..., str]


class PagesHandler(SimpleHTTPRequestHandler):
    """Serves a folder below a base path; all else is answered with its 404.html."""

    protocol_version = "HTTP/1.1"  # a page's many files share their connections

    def __init__(self, *arguments: Any, base: str, policy: str, **keywords: Any) -> None:
        self.base = base
        self.policy = policy
        super().__init__(*arguments, **keywords)

    def translate_path(self, path: str) -> str:
        below = path.removeprefix(self.base)
        return super().translate_path("/" + (below if below != path else "no-such-file"))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")  # as GitHub Pages says it
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def list_directory(self, _path: str | PathLike[str]) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: object) -> None:
        pass


class PackedHandler(PagesHandler):
    """The same with its texts packed, as GitHub Pages sends them; for what measures time."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or file.suffix not in (".html", ".css", ".js", ".svg", ".txt"):
            super().do_GET()
            return
        body = gzip.compress(file.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{self.guess_type(str(file))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(
    folder: Path,
    base: str = "/",
    policy: str = "",
    handled_by: type[PagesHandler] = PagesHandler,
) -> Iterator[str]:
    """Serve *folder* at a free port of 127.0.0.1.

    Args:
        base: Where the site's root is: ``/``, or as ``/some/repo/``.
        policy: A content policy for all of it: with ``script-src 'none'`` no script of any page
            runs, in every browser, while the test's own still do.
    Yields:
        The address of the site's root, as ``http://127.0.0.1:40123/some/repo/``.
    """
    if not (base.startswith("/") and base.endswith("/")):
        raise ValueError(f"'{base}' does not begin and end with a slash")
    handler = partial(handled_by, directory=str(folder), base=base, policy=policy)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base}"
        finally:
            server.shutdown()
            thread.join()
