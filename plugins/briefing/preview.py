"""The site on this machine, drafts shown, built anew in a process of its own at each change."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from watchfiles import watch

FOLDER = ".preview"
WATCHED = ("content", "seeds", "theme", "plugins", "pelicanconf.py")


class Handler(SimpleHTTPRequestHandler):
    """Files of the preview, never kept by a browser, without a line in the terminal for each."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the base)
        pass


def preview(root: Path, port: int) -> None:
    """Serve the site on loopback until interrupted. A failed build leaves the last good one up.

    Raises:
        OSError: the port is taken.
    """
    output = root / FOLDER
    rebuild(root, output)
    output.mkdir(exist_ok=True)
    with ThreadingHTTPServer(
        ("127.0.0.1", port), partial(Handler, directory=str(output))
    ) as server:
        sys.stderr.write(
            f"The site is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)\n"
        )
        Thread(target=server.serve_forever, daemon=True).start()
        watched = [path for name in WATCHED if (path := root / name).exists()]
        for _ in watch(*watched, raise_interrupt=False):
            rebuild(root, output)


def rebuild(root: Path, output: Path) -> None:
    """Build into *output*; what is wrong is printed by the build itself."""
    command = [sys.executable, "-m", "briefing", "build", "--output", str(output), "--drafts"]
    subprocess.run(command, cwd=root, check=False)
