"""Pelican's own pages and articles beside briefings: as Pelican has them, and none lost."""

from pathlib import Path

from command import briefing
from project import copy_project
from reading import project as write

BRIEFING = """=== seeds/s/seed.txt
One two three four.
=== seeds/s/seed.yaml
{file: seed.txt, sha256: DIGEST, title: T, issued: 2013-05-29}
=== content/briefings/s.md
---
title: T
seed: s
edition: 2026-11-24
summary: S
---

One two three four.
"""
LEFT_OUT = """=== content/articles/news.md
---
title: News
date: 2026-11-24
timezone: Nowhere
---

Words.
"""


def made(folder: Path, text: str) -> Path:
    """A project with a briefing, and the files of *text*."""
    root = copy_project(folder / "project", ("theme", "pelicanconf.py"))
    write(root, BRIEFING + text)
    return root


def test_no_text_is_left_out_in_silence(tmp_path: Path) -> None:
    root = made(tmp_path, LEFT_OUT)
    (root / "content/other").mkdir()
    (root / "content/briefings/s.md").rename(root / "content/other/s.md")
    done = briefing("build", cwd=root)
    assert done.returncode == 1
    assert "content/articles/news.md:1:1: error[text-left-out]: " in done.stderr
    assert "content/other/s.md:3:1: error[text-left-out]: " in done.stderr
    assert "2 errors: nothing was built" in done.stderr
