"""The commands of those who write: texts taken in, notes put and moved, what is left to do."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from .asking import agreed
from .diagnostics import on_a_terminal


def import_(root: Path, options: argparse.Namespace) -> int:
    """Draft an article from a file or a seed; 1 if there is one already, or it cannot be read."""
    from .drafting import import_seed
    from .seedfolder import NotImportedError, Wishes
    from .taking import import_dropped, import_file, is_dropped

    path = Path(options.file)
    wishes = Wishes(options.slug, frozenset(options.keep), options.changes)
    folder = root / "seeds" / path.name
    if path.is_dir() and path.resolve() != folder.resolve():
        return _import_archive(root, path, options)
    if options.engine != "serial" or options.cluster or options.workers:
        sys.stderr.write("--engine, --cluster and --workers are for a folder of files.\n")
        return 2
    try:
        if path.is_file():
            news = import_file(root, path, wishes)
        elif is_dropped(folder):
            news = import_dropped(root, path.name, wishes)
        else:
            news = import_seed(root, path.name)
    except NotImportedError as problem:
        sys.stderr.write(f"{options.file}: {problem}\n")
        return 1
    print(on_a_terminal("\n".join(news)))
    return 0


def _import_archive(root: Path, folder: Path, options: argparse.Namespace) -> int:
    """Draft an article from each file in a folder; 1 if one of them cannot be taken."""
    from .archive import import_archive, serially
    from .seedfolder import NotImportedError
    from .spread import Workers, engine_of

    workers = Workers(options.cluster, options.workers)
    wrong = ""
    if options.slug or options.keep:
        wrong = "--slug and --keep are for one file, and this is a folder."
    elif options.engine != "dask" and workers != Workers():
        wrong = "--cluster and --workers go with --engine dask."
    elif options.cluster and options.workers:
        wrong = "A cluster has the workers that it has: say --cluster or --workers."
    if wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    try:
        engine = engine_of(workers) if options.engine == "dask" else serially
        done = import_archive(root, folder, options.changes, engine)
    except NotImportedError as problem:
        sys.stderr.write(f"{options.file}: {problem}\n")
        return 1
    for place in done.files:
        if place in done.news:
            print(on_a_terminal(done.news[place]))
    print(done.summary)
    for place in done.files:
        if place in done.problems:
            sys.stderr.write(on_a_terminal(f"{folder / place}: {done.problems[place]}\n"))
    return 1 if done.problems else 0


def annotations_(root: Path, options: argparse.Namespace) -> int:
    """Take annotations made elsewhere into a briefing as notes; 1 if the file holds none."""
    from .incoming import NotAnnotationsError
    from .taking_notes import take_annotations

    try:
        taken = take_annotations(root, options.slug, options.file, drafts=options.drafts)
    except (NotAnnotationsError, OSError, UnicodeDecodeError) as problem:
        sys.stderr.write(f"{options.file}: {problem}\n")
        return 1
    print(on_a_terminal("\n".join(taken.news)))
    print(f"{taken.added} of {len(taken.news)} became notes")
    return 0


def collate(root: Path, options: argparse.Namespace) -> int:
    """Put an article on a changed text after a yes; 1 if there is none, or it cannot be."""
    from .collate import NotCollatedError
    from .collating import carry_out, plan
    from .seedfolder import NotImportedError, Wishes

    wishes = Wishes(keep=frozenset(options.keep), changes=options.changes)
    try:
        planned = plan(root, options.slug, Path(options.file), wishes)
        print(on_a_terminal("\n".join(planned.told)))
        if not planned.files:
            return 0
        if not (options.yes or agreed("Write this, keeping the old text beside it?")):
            print("Nothing was changed.")
            return 1
        carry_out(planned)
    except (NotCollatedError, NotImportedError) as problem:
        sys.stderr.write(f"{options.file}: {problem}\n")
        return 1
    print("Written: " + ", ".join(path.name for path in planned.files))
    return 0


def note(root: Path, options: argparse.Namespace) -> int:
    """Put a note on words of an article; 1 if it cannot stand there, and nothing was changed."""
    from .notetext import NotPlacedError
    from .noting import Request, add_note

    keys = ("verdict", "source", "entity", "by", "as-of")
    given = {key: getattr(options, key.replace("-", "_")) for key in keys}
    values = {key: value for key, value in given.items() if value}
    request = Request(
        options.words, options.kind, options.id, options.text, options.occurrence, values
    )
    today = datetime.now(UTC).date().isoformat()
    try:
        print(add_note(root, options.slug, request, today))
    except NotPlacedError as problem:
        sys.stderr.write(f"{options.slug}: {problem}\n")
        return 1
    return 0


def report_(root: Path, options: argparse.Namespace) -> int:
    """Print what was done since a commit or the last release, and what is left to do."""
    from .report import report
    from .reporting import NoCommitError, before, now
    from .survey import survey

    surveyed = survey(root)
    try:
        was = before(root, surveyed, options.since)
    except NoCommitError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    print(on_a_terminal(report(surveyed.site, was, now(surveyed), options.on)), end="")
    return 0
