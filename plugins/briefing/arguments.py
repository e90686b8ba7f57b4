"""The table of commands: the name of each, what it is given, and what does it."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from . import __version__, commands, editing
from .shares import Shard

ABOUT = "The commands: briefing new | build | check | import | release | serve, and more."


def _share(words: str) -> str:
    """A share as it was written, if it is one."""
    try:
        return str(Shard.read(words))
    except ValueError:
        said = f"'{words}' is no share: write 1/4 for the first of four"
        raise argparse.ArgumentTypeError(said) from None


def _at_least_one(words: str) -> int:
    count = int(words)
    if count < 1:
        raise argparse.ArgumentTypeError(f"'{words}' are too few")
    return count


def parser() -> argparse.ArgumentParser:
    given = argparse.ArgumentParser(prog="briefing", description=ABOUT)
    given.add_argument("--version", action="version", version=f"briefing {__version__}")
    given.set_defaults(in_site=True, soon_over=False)
    table = given.add_subparsers(required=True, metavar="COMMAND")
    sub = table.add_parser("new", help="make the folder of a new site")
    sub.add_argument("folder", type=Path, help="one that is empty, or not there yet")
    sub.set_defaults(run=commands.new, in_site=False)
    sub = table.add_parser("build", help="build the site into output/")
    sub.add_argument("--output", type=Path, help="another folder than output/")
    sub.add_argument("--public-url", help="the address at which the site will be published")
    sub.add_argument("--drafts", action="store_true", help="show drafts, as in the preview")
    sub.add_argument("--fresh", action="store_true", help="print all anew, whatever was kept")
    sub.add_argument(
        "--shard",
        type=_share,
        metavar="I/N",
        help="print one share of N into .cache/, and write no site: a build takes them from there",
    )
    sub.add_argument("--pdf", action="store_true", help="make a PDF of each briefing too")
    sub.set_defaults(run=commands.build, soon_over=True)
    sub = table.add_parser("check", help="say what is wrong, without building")
    sub.add_argument("--strict", action="store_true", help="let warnings fail too")
    sub.add_argument("--format", choices=("text", "json"), default="text")
    sub.add_argument(
        "--on",
        type=date.fromisoformat,
        metavar="DAY",
        help="hold the review days against this day instead of each edition's own",
    )
    sub.set_defaults(run=commands.check)
    sub = table.add_parser("release", help="keep what readers are told from now on")
    sub.add_argument("--why", default="", help="the reason for what changed since the last one")
    sub.set_defaults(run=commands.release)
    sub = table.add_parser("import", help="draft an article from a file of any kind, or a seed")
    sub.add_argument(
        "file",
        help="text, Markdown, HTML, PDF, DOCX; a folder of such files; or a seed's, seeds/<slug>",
    )
    sub.add_argument("--slug", default="", help="its address, if the file's name is not to be it")
    _extracting(sub)
    sub.add_argument(
        "--engine",
        choices=("serial", "dask"),
        default="serial",
        help="what takes a folder's files: one process, or Dask's",
    )
    sub.add_argument("--cluster", default="", metavar="ADDRESS", help="a Dask cluster that runs")
    sub.add_argument(
        "--workers",
        type=_at_least_one,
        default=0,
        metavar="N",
        help="Dask's processes on this machine; one a processor if absent",
    )
    sub.set_defaults(run=editing.import_)
    sub = table.add_parser("collate", help="put an article on a changed text")
    sub.add_argument("slug", help="the seed's folder in seeds/")
    sub.add_argument("file", help="the new text, page, PDF or DOCX")
    sub.add_argument("--yes", action="store_true", help="write without asking")
    _extracting(sub)
    sub.set_defaults(run=editing.collate)
    sub = table.add_parser("serve", help="show the site here, built anew at each change")
    sub.add_argument("--port", type=int, default=8000)
    sub.set_defaults(run=commands.serve)
    _editors(table)
    _apart(table)
    _upkeep(table)
    return given


def _editors(table: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands for those who write notes."""
    sub = table.add_parser("note", help="put a note on words of an article")
    sub.add_argument("slug", help="the article's address")
    sub.add_argument("words", help='the words, or "first words … last words"')
    sub.add_argument("--kind", default="note", help="claim, definition, context, …; note if absent")
    sub.add_argument("--id", default="", help="its id; made of the words if absent")
    sub.add_argument("--text", default="", help="what it says, in Markdown; a draft if absent")
    sub.add_argument("--occurrence", type=int, default=0, help="which, if they stand there twice")
    sub.add_argument("--verdict", default="", help="of a claim; unchecked if absent")
    sub.add_argument("--source", default="", help="ids of sources, parted by spaces")
    sub.add_argument("--entity", default="", help="an id of content/entities.yaml")
    sub.add_argument("--by", default="", help="who writes it")
    sub.add_argument("--as-of", default="", help="the day it was verified; today if absent")
    sub.set_defaults(run=editing.note)
    sub = table.add_parser("report", help="notes added, changed, removed; what is left to do")
    sub.add_argument("--since", default="", metavar="COMMIT", help="the last release if absent")
    sub.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="hold reviews against it")
    sub.set_defaults(run=editing.report_)


def _apart(table: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that are not about building."""
    sub = table.add_parser("annotations", help="take annotations made elsewhere as notes")
    sub.add_argument("slug", help="the briefing's address")
    sub.add_argument("file", type=Path, help="Hypothesis' export, or W3C Web Annotation JSON")
    sub.add_argument("--drafts", action="store_true", help="keep them off the published site")
    sub.set_defaults(run=editing.annotations_)
    sub = table.add_parser("verify", help="hold a published site against its index.json")
    sub.add_argument("site", help="its folder, or its address")
    sub.add_argument("--index", help="a folder or address that holds an index to be trusted")
    sub.set_defaults(run=commands.verify, in_site=False)


def _upkeep(table: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that look at the world, and so are never part of a build."""
    sub = table.add_parser("links", help="visit the sources' addresses; needs a network")
    sub.add_argument("--timeout", type=float, default=20.0, metavar="SECONDS")
    sub.add_argument(
        "--pause", type=float, default=1.0, metavar="SECONDS", help="between visits to one site"
    )
    sub.add_argument("--report", type=Path, metavar="FILE", help="write the findings as Markdown")
    sub.set_defaults(run=commands.links)
    sub = table.add_parser("stale", help="say what is due for another look")
    sub.add_argument("--on", type=_day, metavar="DAY", help="hold reviews against it, not today")
    sub.add_argument("--report", type=Path, metavar="FILE", help="write the list as Markdown")
    sub.set_defaults(run=commands.stale)


def _day(text: str) -> date | None:
    """A day of the command line; none where a make variable was left empty."""
    return date.fromisoformat(text) if text else None


def _extracting(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--keep", type=int, nargs="*", default=[], metavar="N", help="take these blocks back"
    )
    sub.add_argument(
        "--changes",
        choices=("", "accept", "reject"),
        default="",
        help="what becomes of a DOCX's tracked changes",
    )
