"""From a saved file to the page's bytes on disk, in the preview of a corpus of N articles.

``python bench/preview.py 100 1000 10000`` starts ``briefing serve`` on each corpus, opens the first
article's page, saves a note, a title, a fact and a source in turn, and prints for each kind of edit
the median and the 95th percentile in milliseconds, and the builder's mean processor time.
With ``--long`` the first article is a text of 20,000 words with 300 notes.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

from corpus import Article, article, articles, long_article
from dialects import ROOT, ours

LONG = 20_000, 300
"""Words and notes of a long text."""
STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)/")
PATIENCE = 120.0
"""Seconds after which an edit is given up as never shown."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A kind of edit: a word of *file* that is put anew each time, and then stands on the page."""

    name: str
    file: str
    pattern: str


def edits(first: Article) -> list[Edit]:
    """An edit of each kind, all shown by the page of the *first* article."""
    briefing = f"content/briefings/{first.slug}.md"
    note, cited = first.notes[0], first.notes[0].source
    box, _ = first.boxes[0]
    return [
        Edit("note", briefing, rf"(?<=    ){re.escape(note.text.split()[0])}\w*"),
        Edit("title", briefing, r"(?<=\ntitle: )[\"']?Talks\w*"),
        Edit("fact", f"content/facts/{box.id}.yaml", r"(?<=title: )Members\w*"),
        Edit("source", "content/sources.yaml", rf"(?<={cited.id}:)(?s:.*?title: \S*?Annual)\w*"),
    ]


@contextmanager
def serving(project: Path) -> Iterator[tuple[int, int]]:
    """The preview of *project*: its port, and the process of its builder."""
    server = subprocess.Popen(
        [sys.executable, "-m", "briefing", "serve", "--port", "0"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr
    try:
        port = next(int(m[1]) for line in server.stderr if (m := STARTED.search(line)))
        Thread(target=server.stderr.read, daemon=True).start()
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield port, int(children[0])
    finally:
        server.terminate()
        server.wait()


def measured(project: Path, edit: Edit, times: int, pause: float) -> list[float]:
    """Milliseconds from each save until the page on disk has the new word."""
    file = project / edit.file
    page = project / f".preview/briefings/{article(0).slug}/index.html"
    text, took = file.read_text("utf-8"), []
    found = re.search(edit.pattern, text)
    assert found, f"no place for an edit in {edit.file}"
    head, word, tail = text[: found.start()], found[0], text[found.end() :]
    for number in range(times):
        new = f"{edit.name.capitalize()}{number:04}"
        put = word.rpartition(" ")[0] + " " * (" " in word) + new
        time.sleep(pause)
        began = time.perf_counter()
        file.write_text(head + put + tail, "utf-8")
        while not shows(page, new.encode()):
            assert time.perf_counter() - began < PATIENCE, f"{edit.name} is never shown"
            time.sleep(0.0005)
        took.append((time.perf_counter() - began) * 1000)
    file.write_text(text, "utf-8")
    return took


def shows(page: Path, word: bytes) -> bool:
    """Whether *page* is there, which it is not while a new site takes the old one's place."""
    try:
        return word in page.read_bytes()
    except FileNotFoundError:
        return False


def processor_seconds(process: int) -> float:
    """Processor time that *process* has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="+", help="articles of the corpus")
    parser.add_argument("--long", action="store_true", help="of the first, 20,000 words")
    parser.add_argument("--edits", type=int, default=40, help="of each kind")
    parser.add_argument("--pause", type=float, default=0.2, help="seconds before each")
    options = parser.parse_args()
    sys.stdout.write("| N | edit | median ms | p95 ms | CPU ms |\n|---|---|---|---|---|\n")
    for number in options.number:
        with tempfile.TemporaryDirectory(prefix="preview-") as folder:
            made = list(articles(number))
            if options.long:
                made[0] = long_article(*LONG)
            project = Path(folder, "ours")
            ours(project, made)
            with serving(project) as (port, builder):
                watcher = http.client.HTTPConnection("127.0.0.1", port)
                slug = made[0].slug
                watcher.request("GET", f"/__preview/events?page=/briefings/{slug}/index.html")
                opened = watcher.getresponse()  # kept: the page counts as open while this is
                for edit in edits(made[0]):
                    before = processor_seconds(builder)
                    took = measured(project, edit, options.edits, options.pause)
                    used = (processor_seconds(builder) - before) * 1000 / options.edits
                    last = quantiles(took, n=20)[-1]
                    row = (number, edit.name, f"{median(took):.1f}", f"{last:.1f}", f"{used:.1f}")
                    sys.stdout.write(f"| {' | '.join(map(str, row))} |\n")
                    sys.stdout.flush()
                opened.close()
                watcher.close()


if __name__ == "__main__":
    main()
