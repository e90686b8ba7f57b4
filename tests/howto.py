"""A how-to page, done as it says: its files written, its commands run, its messages compared.

A fenced block that names a file after its language is that file, or a part of it: words of an
article with their marks take the place of the same words without, and what else stands in the block
comes below them; the keys of YAML and of front matter take the place of the same keys. A block
``sh`` is run, and a block ``text`` is what it must have said; ``…`` alone on a line stands for
any lines. What the page tells in words, and not in code, stands in a comment ``<!-- run: … -->``.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

from briefing.__main__ import main
from command import ROOT

SITE = ROOT / "plugins/briefing/newsite/site"
BLOCK = re.compile(
    r"^ *```(?P<language>\w+)(?: (?P<path>\S+))?\n(?P<text>.*?)^ *```$"
    r"|^<!-- run: (?P<unseen>[^\n]*) -->$",
    re.MULTILINE | re.DOTALL,
)
MARKED = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\]\[\^[\w-]+\])*)\]((?:\[\^[\w-]+\])+)")
KEY = re.compile(r"^(?=[\w-]+:)", re.MULTILINE)
DEFINED = re.compile(r"\[\^[\w-]+\]:")
OURS = ("[^", ":::")
PROGRAM = (".venv/bin/python", "-m", "briefing")
READY = ("--old-file", ".venv/.complete")
"""For make: the environment is there, it need not be made."""
ROLES = ("AUTHOR", "COMMITTER")


def new_site(folder: Path) -> Path:
    """A site as `briefing new` makes it, without the wheel; its text has a first, bare article."""
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    run(folder, "briefing import seeds/gettysburg-1863")
    front = "edition: 2026-11-24\nsummary: What was said at Gettysburg.\n"
    put(folder / "content/briefings/gettysburg-1863.md", "yaml", front)
    for line in ("git init -q -b main", "git add -A", "git commit -q -m First"):
        run(folder, line)
    return folder


def follow(page: Path, site: Path) -> Iterator[tuple[str, str]]:
    """Do what *page* says in *site*; each message that it shows, and what was said there."""
    said = ""
    for block in BLOCK.finditer(page.read_text("utf-8")):
        language, path, text = block["language"], block["path"], dedent(block["text"] or "")
        if block["unseen"]:
            run(site, block["unseen"])
        elif path:
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
    blocks = re.split(r"\n\n(?=\S)", article.strip())
    words: list[str] = []
    below: list[str] = []
    for block in re.split(r"\n\n(?=\S)", part.strip()):
        head = DEFINED.match(block)
        old = [n for n, there in enumerate(blocks) if head and there.startswith(head[0])]
        if old:
            blocks[old[0]] = block
        else:
            (below if block.startswith(OURS) else words).append(block)
    at = len(blocks)
    for marked in words:
        bare = unmarked(marked)
        (at,) = (n for n, there in enumerate(blocks) if bare in unmarked(there))
        if bare not in blocks[at]:
            blocks[at] = unmarked(blocks[at])
        blocks[at] = blocks[at].replace(bare, marked)
        at += 1
    return "\n\n".join(["", *blocks[:at], *below, *blocks[at:]]).removeprefix("\n") + "\n"


def unmarked(text: str) -> str:
    """*text* without brackets and marks, one inside another too."""
    return text if text.startswith(OURS) else MARKED.sub(r"\1", MARKED.sub(r"\1", text))


def run(site: Path, line: str) -> str:
    """What a command says: ours in this process, others as they are."""
    given = shlex.split(line)
    if given[:2] == ["make", "site"]:  # a variable that make hands on reaches a process only
        given[1:1] = [f"BRIEFING={shlex.join([sys.executable, *PROGRAM[1:]])}", *READY]
    elif given[0] == "make":
        shown = _output(site, ["make", "--silent", "--dry-run", *READY, *given[1:]])
        handed = {f"${name}": value for name, _, value in (a.partition("=") for a in given[2:])}
        words = shlex.split(shown.splitlines()[-1])[len(PROGRAM) :]
        given = ["briefing", *(handed.get(w, "") if w.startswith("$") else w for w in words)]
    if given[0] != "briefing":
        return _output(site, given)
    said = io.StringIO()
    with contextlib.chdir(site), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        main(given[1:])
    return said.getvalue()


def _output(site: Path, command: list[str]) -> str:
    who = {
        f"GIT_{role}_{what}": "editor@example.org" for role in ROLES for what in ("NAME", "EMAIL")
    }
    env = {**os.environ, "PYTHONPATH": str(ROOT / "plugins"), **who}
    done = subprocess.run(command, cwd=site, env=env, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def says(said: str, shown: str) -> bool:
    """Whether all that is *shown* stands in *said*, in one piece but for its ``…`` lines."""
    parts = (
        re.escape(part) for part in re.split(r"^ *…\n", shown.strip() + "\n", flags=re.MULTILINE)
    )
    return re.search(r"(?:.*\n)*?".join(parts), said) is not None
