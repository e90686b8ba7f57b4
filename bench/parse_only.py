"""Parse every article of the project in the present folder with our rules, and do nothing else."""

from pathlib import Path

from briefing.article import read_article
from briefing.diagnostics import TextFile
from briefing.settings import read_settings

kinds = read_settings(TextFile("pelicanconf.py", Path("pelicanconf.py").read_text("utf-8")))[
    0
].kinds
for path in sorted(Path("content").rglob("*.md")):
    read_article(TextFile(path.as_posix(), path.read_text("utf-8")), kinds)
