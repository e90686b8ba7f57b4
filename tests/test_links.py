"""Sources visited where they are: what answers, what is gone, what lost its words; what is due."""

import hashlib
import os
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from threading import Lock, Thread

import pytest
from markdown_it import MarkdownIt

from briefing.visits import holds, in_ascii
from command import ROOT, briefing
from project import change

SEED = "One two three four five.\n"
ARTICLE = """\
---
title: T
seed: s
edition: 2026-11-24
summary: S
---

[One][^a] two [three][^b] four five.

[^a]: [@there, "The treaty was signed … in Lima"] and [@lost, "words that were here"].
[^b]: {.note as-of=2026-09} [@copied, "words that were here"], [@paper, "any words"].
"""
PAGE = """<!doctype html><title>T</title><script>words that were here</script>
<p>The <b>treaty</b> was\n signed, it is said,</p><p>in &ldquo;Lima&rdquo; or in Lima.</p>"""


class Site(BaseHTTPRequestHandler):
    """A site with every behaviour that sources show. It keeps what it was asked."""

    asked: Counter[str]
    agents: set[str]
    now: list[str]
    crowd: list[int]
    lock: Lock

    def do_GET(self) -> None:
        with self.lock:
            self.asked[self.path] += 1
            self.agents.add(self.headers["User-Agent"])
            self.now.append(self.path)
            self.crowd.append(len(self.now))
        time.sleep(0.01)  # another that comes meanwhile is seen
        with self.lock:
            self.now.remove(self.path)  # before the answer: it lets the next one come
        getattr(self, f"on_{self.path.strip('/').partition('%')[0] or 'front'}")()

    def say(self, code: int, body: str = "", kind: str = "text/html", to: str = "") -> None:
        self.send_response(code, "`@everyone` [x](y)")
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if to:
            self.send_header("Location", to)
        self.end_headers()
        self.wfile.write(body.encode())

    def on_front(self) -> None:
        self.say(200, "Welcome")

    def on_there(self) -> None:
        self.say(200, PAGE)

    def on_copy(self) -> None:
        self.say(200, "<p>The words that were here are here.")

    def on_paper(self) -> None:
        self.say(200, "%PDF", kind="application/pdf")

    def on_caf(self) -> None:
        self.say(200)

    def on_moved(self) -> None:
        self.say(301, to="/there?a=`@you`")

    def on_elsewhere(self) -> None:
        self.say(302, to="/there")

    def on_missing(self) -> None:
        self.say(404)

    def on_gone(self) -> None:
        self.say(410)

    def on_swept(self) -> None:
        self.say(302, to="/")

    def on_circle(self) -> None:
        self.say(302, to="/circle")

    def on_disk(self) -> None:
        self.say(302, to="file:///etc/hostname")

    def on_busy(self) -> None:
        self.say(503 if self.asked["/busy"] < 3 else 200)

    def on_broken(self) -> None:
        self.say(500)

    def on_shy(self) -> None:
        self.say(403)

    def on_slow(self) -> None:
        time.sleep(1.5)

    def on_silent(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> object:
        if name.startswith("on_"):  # ``/there?…``
            return self.on_there
        raise AttributeError(name)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    Site.asked, Site.agents, Site.now, Site.crowd = Counter(), set(), [], []
    Site.lock = Lock()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def project(root: Path, addresses: dict[str, tuple[str, str]]) -> Path:
    """A project that cites sources at *addresses*, each with an archived copy's, if any."""
    (root / "content/briefings").mkdir(parents=True)
    (root / "seeds/s").mkdir(parents=True)
    (root / "pelicanconf.py").write_text("", "utf-8")
    (root / "content/briefings/s.md").write_text(ARTICLE, "utf-8")
    (root / "seeds/s/seed.txt").write_text(SEED, "utf-8")
    digest = hashlib.sha256(SEED.encode()).hexdigest()
    provenance = f"file: seed.txt\nsha256: {digest}\ntitle: T\nissued: 2013-05-29\n"
    (root / "seeds/s/seed.yaml").write_text(provenance, "utf-8")
    with (root / "content/sources.yaml").open("w", encoding="utf-8") as file:
        for id_, (url, archive) in addresses.items():
            file.write(f"{id_}:\n  type: webpage\n  title: T\n  evidence: seen\n  tier: press\n")
            file.write(f"  URL: {url}\n" + (f"  archive: {archive}\n" if archive else ""))
    return root


@pytest.fixture(scope="module")
def visited(
    site: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, CompletedProcess[str]]:
    """A project whose sources behave in every way, and what the command said of them."""
    names = [match[3:] for match in vars(Site) if match.startswith("on_")]
    addresses = {name: (f"{site}/{name}", "") for name in names}
    addresses |= {
        "there": (f"{site}/there#part", ""),
        "lost": (f"{site}/there", ""),
        "copied": (f"{site}/gone?", f"{site}/copy"),
        "copiless": (f"{site}/gone", f"{site}/missing"),
        "paper": (f"{site}/paper", ""),
        "cafe": (f"{site}/café", ""),
        "closed": (f"http://127.0.0.1:{closed_port()}/x", ""),
        "locked": (site.replace("http:", "https:"), ""),
    }
    root = project(tmp_path_factory.mktemp("links") / "project", addresses)
    limits = ("--pause", "0", "--timeout", "0.5")
    return root, briefing("links", *limits, "--report", "report.md", cwd=root)


MESSAGES = {
    "missing": "error[source-dead]: 'missing' is gone: 404 Not Found",
    "gone": "error[source-dead]: 'gone' is gone: 410 Gone",
    "swept": "error[source-dead]: 'swept' is gone: it leads to the site's front page",
    "circle": "error[source-dead]: 'circle' is gone: it leads round in a circle, or to no web",
    "disk": "error[source-dead]: 'disk' is gone: it leads round in a circle, or to no web address",
    "closed": "error[source-dead]: 'closed' is gone: nothing answers there",
    "moved": "warning[source-moved]: 'moved' has moved for good",
    "broken": "warning[source-unsure]: 'broken' could not be looked at: 500 Internal Server Error",
    "shy": "warning[source-unsure]: 'shy' could not be looked at: it refuses programs",
    "slow": "warning[source-unsure]: 'slow' could not be looked at: no answer in time",
    "silent": "warning[source-unsure]: 'silent' could not be looked at: what it answers cannot",
    "locked": "warning[source-unsure]: 'locked' could not be looked at: what it answers cannot be",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_each_behaviour_has_its_message_at_the_source(
    visited: tuple[Path, CompletedProcess[str]], name: str
) -> None:
    root, done = visited
    lines = (root / "content/sources.yaml").read_text("utf-8").splitlines()
    line = lines.index(f"{name}:") + 2
    assert f"content/sources.yaml:{line}:3: {MESSAGES[name]}" in done.stdout, done.stderr


@pytest.mark.parametrize("name", ["there", "elsewhere", "busy", "cafe"])
def test_what_answers_is_not_mentioned(
    visited: tuple[Path, CompletedProcess[str]], name: str
) -> None:
    assert f"'{name}'" not in visited[1].stdout


def test_words_that_are_gone_are_told_at_the_note(
    visited: tuple[Path, CompletedProcess[str]], site: str
) -> None:
    done = visited[1]
    assert done.returncode == 1
    said = "error[source-words-gone]: the page of 'lost' does not hold these words: “words that"
    line = ARTICLE.splitlines().index(next(n for n in ARTICLE.splitlines() if "@lost" in n)) + 1
    assert f"content/briefings/s.md:{line}:" in done.stdout
    assert said in done.stdout
    assert f"https://web.archive.org/web/*/{site}/there" in done.stdout
    assert f"its archived copy answers and holds the words: {site}/copy" in done.stdout
    assert (
        f"its archived copy does not answer either (404 Not Found): {site}/missing" in done.stdout
    )
    assert "the words relied on could not be compared: 'paper' is no page of text" in done.stdout


def test_visits_are_polite(visited: tuple[Path, CompletedProcess[str]]) -> None:
    assert visited[1].returncode == 1
    assert max(Site.crowd) == 1, "two pages of one site at the same time"
    assert Site.asked["/busy"] == Site.asked["/broken"] == 3
    assert Site.asked["/missing"] == 2, "the source, and the copy of another"
    assert Site.asked["/shy"] == 1
    assert all(agent.startswith("briefing/") for agent in Site.agents)


def test_the_report_holds_whatever_a_site_says(
    visited: tuple[Path, CompletedProcess[str]], site: str
) -> None:
    report = (visited[0] / "report.md").read_text("utf-8")
    html = MarkdownIt().render(report)
    assert "<h2>Gone: 8</h2>" in html
    assert "<h2>Moved for good: 1</h2>" in html
    assert f'<a href="{site}/there?a=%60@you%60">' in html
    assert "@everyone" not in report
    assert html.count("<li>") == report.count("\n- ")


def test_without_a_network_nothing_is_judged(tmp_path: Path) -> None:
    addresses = {name: (f"http://127.0.0.1:{closed_port()}/", "") for name in ("there", "lost")}
    done = briefing("links", "--pause", "0", cwd=project(tmp_path / "project", addresses))
    assert done.returncode == 2
    assert done.stdout == (
        "None of the 2 addresses could be reached: is there a network? Nothing is judged.\n"
    )


def test_no_source_no_visit(tmp_path: Path) -> None:
    done = briefing("links", cwd=project(tmp_path / "project", {}))
    assert (done.returncode, done.stdout) == (0, "0 addresses visited: 0 errors, 0 warnings\n")


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [
        ("The “Treaty” – signed", 'the "treaty" - SIGNED', True),
        ("a\u00adb c", "ab\u00a0c", True),
        ("first, then last", "first … last", True),
        ("last, then first", "first … last", False),
        ("cafe\u0301", "café", True),
        ("something else", "something", True),
    ],
)
def test_words_are_held_against_a_page(text: str, words: str, *, held: bool) -> None:
    assert holds(text, words) is held


def test_an_address_is_sent_in_ascii() -> None:
    sent = in_ascii("https://münchen.example/a b/ü?q=%20é&x=[1]#part")
    assert sent == "https://xn--mnchen-3ya.example/a%20b/%C3%BC?q=%20%C3%A9&x=[1]"


def test_what_is_due_is_held_against_a_day(tmp_path: Path) -> None:
    root = project(tmp_path / "project", {})
    done = briefing("stale", "--on", "2026-12-01", cwd=root)
    assert (done.returncode, done.stdout) == (0, "Due for another look on 2026-12-01: 0\n")
    done = briefing("stale", "--on", "2027-10-02", "--report", "due.md", cwd=root)
    assert done.returncode == 1
    assert "2026-09  note 'b'  content/briefings/s.md:11" in done.stdout
    assert (root / "due.md").read_text("utf-8") == (
        "# Due for another look on 2027-10-02: 1\n\n"
        "- `content/briefings/s.md:11`: note 'b', verified 2026-09\n"
    )
    change(root / "content/briefings/s.md", "as-of=2026-09", "as-of=2026-09 review-by=1999-01-01")
    assert briefing("stale", cwd=root).returncode == 1, "without a day it is today"


GH = """#!/bin/sh
# A host with one list of issues: a file for each, by its number.
case "$1 $2" in
"issue list") for file in *.issue; do test -f "$file" && echo "${file%.issue}"; done || true ;;
"issue create") cp "$6" 7.issue ;;
"issue edit") cp "$5" "$3.issue" ;;
"issue close") rm "$3.issue" ;;
esac
"""


def test_one_issue_is_opened_renewed_and_closed(tmp_path: Path) -> None:
    (tmp_path / "gh").write_text(GH, "utf-8")
    (tmp_path / "gh").chmod(0o755)
    issue = tmp_path / "7.issue"

    def keep(found: str, text: str) -> None:
        (tmp_path / "links.md").write_text(text, "utf-8")
        environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "FOUND": found}
        command: list[str | Path] = [ROOT / "tools/issue", "To look at", "links.md", "absent.md"]
        subprocess.run(command, cwd=tmp_path, env=environ, check=True)

    keep("false", "")
    assert not issue.exists()
    keep("true", "One is gone.\n")
    assert issue.read_text("utf-8") == "One is gone.\n"
    keep("true", "Two are gone.\n")
    assert issue.read_text("utf-8") == "Two are gone.\n"
    keep("true", "")
    assert "could not be made" in issue.read_text("utf-8")
    keep("false", "")
    assert list(tmp_path.glob("*.issue")) == []
