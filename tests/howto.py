"""A how-to page, done as it says: its files written, its commands run, its messages compared.

A fenced block that names a file after its language is that file, or a part of it: words of an
article with their marks take the place of the same words without, and what else stands in the block
comes below them; the keys of YAML and of front matter take the place of the same keys. A block
``sh`` is run, and a block ``text`` is what it must have said; ``…`` alone on a line stands for
any lines.
"""

import contextlib
import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

from briefing.__main__ import main
from command import ROOT

SITE = ROOT / "plugins/briefing/newsite/site"
BLOCK = re.compile(
    r"^ *```(?P<language>\w+)(?: (?P<path>\S+))?\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL
)
MARKED = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\]\[\^[\w-]+\])*)\]((?:\[\^[\w-]+\])+)")
KEY = re.compile(r"^(?=[\w-]+:)", re.MULTILINE)
DEFINED = re.compile(r"^\[\^([\w-]+)\]:", re.MULTILINE)
OURS = ("[^", ":::")
PROGRAM = (".venv/bin/python", "-m", "briefing")


def new_site(folder: Path) -> Path:
    """A site as `briefing new` makes it, without the wheel; its text has a first, bare article."""
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    run(folder, "briefing import seeds/gettysburg-1863")
    front = "edition: 2026-11-24\nsummary: What was said at Gettysburg.\n"
    put(folder / "content/briefings/gettysburg-1863.md", "yaml", front)
    return folder


def follow(page: Path, site: Path) -> Iterator[tuple[str, str]]:
    """Do what *page* says in *site*; each message that it shows, and what was said there."""
    said = ""
    for block in BLOCK.finditer(page.read_text("utf-8")):
        language, path, text = block["language"], block["path"], dedent(block["text"])
        if path:
            put(site / path, language, text)
        elif language == "sh":
            said = "".join(run(site, line) for line in text.splitlines())
        else:
            assert language == "text", f"{page.name}: a block {language} that names no file"
            yield text, said


def put(path: Path, language: str, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text("utf-8") if path.exists() else ""
    if language == "markdown" and old.startswith("---\n") and not text.startswith("---\n"):
        _, front, body = old.split("---\n", 2)
        text = f"---\n{front}---\n{woven(body, text)}"
    elif language == "yaml" and path.suffix == ".md":
        _, front, body = old.split("---\n", 2)
        text = f"---\n{merged(front, text)}---\n{body}"
    elif language == "yaml" or language == "python":
        text = merged(old, text) if language == "yaml" else old + text
    path.write_text(text, "utf-8")


def merged(old: str, new: str) -> str:
    """The keys of two YAML texts, each once; *new* is the later word."""
    parts = [part for text in (old, new) for part in KEY.split(text)]
    return "".join({part.partition(":")[0]: part for part in parts if part.strip()}.values())


def woven(article: str, part: str) -> str:
    """*article* with the marks of *part* on its words, and its notes and boxes below them."""
    words: list[str] = []
    below: list[str] = []
    for block in re.split(r"\n\n(?=\S)", part.strip()):
        (below if block.startswith(OURS) else words).append(block)
    for note in DEFINED.findall("\n\n".join(below)):
        article = re.sub(rf"\n\n\[\^{note}\]:.*?(?=\n\n\S|\Z)", "", article, flags=re.DOTALL)
    ours = "".join(f"\n\n{block}" for block in below)
    if not words:
        return f"{article.rstrip()}{ours}\n"
    for marked in words:
        bare = MARKED.sub(r"\1", MARKED.sub(r"\1", marked))
        assert article.count(bare) == 1, f"not once in the article: {bare}"
        article = article.replace(bare, marked)
    at = article.find("\n\n", article.index(words[-1]))
    at = len(article.rstrip()) if at < 0 else at
    return article[:at] + ours + article[at:]


def run(site: Path, line: str) -> str:
    """What a command says: ours in this process, others as they are."""
    given = shlex.split(line)
    if given[0] == "make":
        shown = ["make", "--silent", "--dry-run", "--old-file", ".venv/.complete", *given[1:]]
        done = subprocess.run(shown, cwd=site, capture_output=True, text=True, check=True)
        given = shlex.split(done.stdout.splitlines()[-1])
        assert tuple(given[:3]) == PROGRAM, done.stdout
        given = ["briefing", *given[3:]]
    if given[0] != "briefing":
        done = subprocess.run(given, cwd=site, capture_output=True, text=True, check=True)
        return done.stdout + done.stderr
    said = io.StringIO()
    with contextlib.chdir(site), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        main(given[1:])
    return said.getvalue()


def says(said: str, shown: str) -> bool:
    """Whether all that is *shown* stands in *said*, in one piece but for its ``…`` lines."""
    parts = (
        re.escape(part) for part in re.split(r"^ *…\n", shown.strip() + "\n", flags=re.MULTILINE)
    )
    return re.search(r"(?:.*\n)*?".join(parts), said) is not None
