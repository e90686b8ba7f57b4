"""Firefox and WebKitGTK, driven by WebDriver's own commands, and Chromium under the same few.

Neither needs a library: WebKit's driver takes the commands over HTTP, Firefox itself over its
Marionette socket, as geckodriver sends them.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeVar
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from playwright.sync_api import Browser

from serving import serving

FIREFOXES = ("firefox-esr", "firefox")
MINIBROWSERS = ("webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0")
START = 60.0
"""Seconds within which an engine must have started; on a busy machine it takes ten."""
NARROWEST = 500
"""Below this many CSS pixels no desktop window goes; such a page is opened in a frame."""
HEIGHT = 900
T = TypeVar("T")


FRAME = f"""<!doctype html><meta charset="utf-8"><script>
const [width, url] = decodeURIComponent(location.search.slice(1)).split(" ");
document.write(`<iframe width="${{width}}" height="{HEIGHT}" style="border: 0" src="${{url}}"
  onload="document.title = 'loaded'"></iframe>`);
</script>"""


class Engine(Protocol):
    """A browser with one page open."""

    name: str

    def open(self, url: str, width: int) -> None:
        """Open *url*, loaded, in *width* CSS pixels."""

    def run(self, script: str, *arguments: object) -> Any:
        """Run *script*, the body of a function, with ``arguments``; what it returns."""


class ChromiumEngine:
    """Chromium, through Playwright."""

    name = "chromium"

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_page(reduced_motion="reduce")

    def open(self, url: str, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.goto("about:blank")  # else a second fragment of one page loads nothing anew
        self.page.goto(url, wait_until="load")

    def run(self, script: str, *arguments: object) -> Any:
        return self.page.evaluate(
            f"(given) => (function() {{ {script} }})(...given)", list(arguments)
        )

    def close(self) -> None:
        self.page.close()


Send = Callable[[str, str, dict[str, Any]], Any]
"""Method and path as WebDriver has them over HTTP, and the body; gives the command's value."""


class DrivenEngine:
    """A browser that takes WebDriver's commands."""

    def __init__(self, name: str, send: Send, frames: str) -> None:
        self.name = name
        self.send = send
        self.frames = frames

    def open(self, url: str, width: int) -> None:
        self._command("frame", id=None)
        framed = width < NARROWEST
        self._resize(NARROWEST if framed else width)
        if framed:
            self._command("url", url=f"{self.frames}frame.html?{quote(f'{width} {url}')}")
            self._await("document.title == 'loaded'")
            self._command("frame", id=0)
        else:
            self._command("url", url="about:blank")
            self._command("url", url=url)
        self._await(f"innerWidth == {width}")

    def run(self, script: str, *arguments: object) -> Any:
        return self._command("execute/sync", script=script, args=list(arguments))

    def _await(self, condition: str) -> None:
        """WebKit calls a page loaded before its frames are."""
        last = time.monotonic() + START
        while not self.run(f"return {condition}"):
            if time.monotonic() > last:
                raise RuntimeError(f"{self.name}: never {condition}")
            time.sleep(0.01)

    def _resize(self, width: int) -> None:
        """Make the page itself *width* wide; the window's frame takes some more."""
        inner = self.run("return [innerWidth, innerHeight]")
        if inner == [width, HEIGHT]:
            return
        rect = self.send("GET", "window/rect", {})
        wide, high = rect["width"] + width - inner[0], rect["height"] + HEIGHT - inner[1]
        self._command("window/rect", x=0, y=0, width=wide, height=high)
        self._await(f"innerWidth == {width} && innerHeight == {HEIGHT}")

    def _command(self, path: str, **body: object) -> Any:
        return self.send("POST", path, body)


@contextmanager
def frames() -> Iterator[str]:
    """A site of one page, ``frame.html?390%20http://…``, which shows another in a frame.

    A data: address would do, but takes on the content policy of the page before it.
    """
    with TemporaryDirectory(prefix="frames-") as folder:
        Path(folder, "frame.html").write_text(FRAME, encoding="utf-8")
        with serving(Path(folder)) as address:
            yield address


@contextmanager
def firefox() -> Iterator[DrivenEngine]:
    """The system's Firefox, without a window, in a fresh profile."""
    program = program_of(FIREFOXES)
    with ExitStack() as stack:
        profile = Path(stack.enter_context(TemporaryDirectory(prefix="firefox-")))
        port = free_port()
        preferences: dict[str, object] = {
            "marionette.port": port,
            "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "app.update.disabledForTesting": True,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
            "toolkit.telemetry.reportingpolicy.firstRun": False,
            "ui.prefersReducedMotion": 1,
        }
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        stack.enter_context(
            running(
                [program, "--marionette", "--headless", "--no-remote", "--profile", str(profile)],
                MOZ_HEADLESS_WIDTH="1600",
                MOZ_HEADLESS_HEIGHT="1200",
                HOME=str(profile),
            )
        )
        marionette = Marionette(stack, port)
        marionette.send("POST", "session", {"capabilities": {}})
        yield DrivenEngine("firefox", marionette.send, stack.enter_context(frames()))


MARIONETTE = {
    "POST session": "WebDriver:NewSession",
    "POST url": "WebDriver:Navigate",
    "POST frame": "WebDriver:SwitchToFrame",
    "POST execute/sync": "WebDriver:ExecuteScript",
    "GET window/rect": "WebDriver:GetWindowRect",
    "POST window/rect": "WebDriver:SetWindowRect",
}
"""Firefox's names for WebDriver's commands."""


class Marionette:
    """Firefox's socket: ``[0, id, command, parameters]``, each message after its length.

    Source: Firefox source docs, Marionette, "Protocol".
    """

    def __init__(self, stack: ExitStack, port: int) -> None:
        self.socket = stack.enter_context(eventually(lambda: connect(port)))
        self.stream = stack.enter_context(self.socket.makefile("rb"))
        self.count = 0
        self._receive()  # it greets with its name and version

    def send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        self.count += 1
        message = json.dumps([0, self.count, MARIONETTE[f"{method} {path}"], body]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _, _, problem, result = self._receive()
        if problem:
            raise RuntimeError(f"firefox: {problem['message']}")
        alone = isinstance(result, dict) and set(result) == {"value"}
        return result["value"] if alone else result

    def _receive(self) -> Any:
        length = b""
        while (byte := self.stream.read(1)) != b":":
            if not byte:
                raise RuntimeError("firefox has closed the connection")
            length += byte
        return json.loads(self.stream.read(int(length)))


@contextmanager
def webkit() -> Iterator[DrivenEngine]:
    """WebKitGTK's small browser, on a screen of its own."""
    driver = program_of(("WebKitWebDriver",))
    browser = next(iter(minibrowsers()), None)
    if browser is None:
        raise RuntimeError("no MiniBrowser of WebKitGTK: run tools/system-deps")
    with ExitStack() as stack:
        home = stack.enter_context(TemporaryDirectory(prefix="webkit-"))
        display = stack.enter_context(screen())
        port = free_port()
        stack.enter_context(
            running(
                [driver, f"--port={port}"],
                DISPLAY=display,
                GDK_BACKEND="x11",
                HOME=home,
                LIBGL_ALWAYS_SOFTWARE="1",
                NO_AT_BRIDGE="1",
                WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1",  # only our own pages are opened
            )
        )
        address = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(browser), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = eventually(lambda: post(address, {"capabilities": wanted}))["sessionId"]

        def send(method: str, path: str, body: dict[str, Any]) -> Any:
            return post(f"{address}/{session}/{path}", body if method == "POST" else None)

        yield DrivenEngine("webkit", send, stack.enter_context(frames()))
        request(Request(f"{address}/{session}", method="DELETE"))


def minibrowsers() -> Iterator[Path]:
    """Where distributions put WebKitGTK's small browser."""
    for root in (Path("/usr/lib"), Path("/usr/libexec")):
        for name in MINIBROWSERS:
            yield from sorted(root.glob(f"{name}/MiniBrowser"))
            yield from sorted(root.glob(f"*/{name}/MiniBrowser"))


def post(address: str, body: dict[str, Any] | None) -> Any:
    """A WebDriver command over HTTP; without a body it asks for something."""
    data = None if body is None else json.dumps(body).encode()
    return request(Request(address, data, {"Content-Type": "application/json"}))


def request(asked: Request) -> Any:
    try:
        with urlopen(asked, timeout=START) as answer:
            return json.load(answer)["value"]
    except URLError as problem:
        said = getattr(problem, "read", lambda: b"")()
        if said:
            raise RuntimeError(f"webkit: {said.decode()}") from problem
        raise


@contextmanager
def screen() -> Iterator[str]:
    """A screen in memory; its name, as ``DISPLAY`` has it."""
    read, write = os.pipe()
    command = [program_of(("Xvfb",)), "-displayfd", str(write), "-screen", "0", "1600x1200x24"]
    with running([*command, "-nolisten", "tcp"], pass_fds=(write,)):
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"


@contextmanager
def running(
    command: list[str], pass_fds: tuple[int, ...] = (), **environ: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs until the block ends."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=pass_fds,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def eventually(attempt: Callable[[], T]) -> T:
    """What *attempt* gives as soon as nothing refuses the connection any more."""
    last = time.monotonic() + START
    while True:
        try:
            return attempt()
        except (ConnectionError, URLError):
            if time.monotonic() > last:
                raise
            time.sleep(0.05)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=START)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def program_of(names: tuple[str, ...]) -> str:
    """The first of *names* that is on the PATH.

    Raises:
        RuntimeError: None is: a test that needs it fails, it is not skipped.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise RuntimeError(f"none of {', '.join(names)} is on the PATH: run tools/system-deps")
    return found
