"""What each command does: its work, and its exit status. `arguments` is their table."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .asking import answer
from .diagnostics import Diagnostic, Severity, as_github, as_json, as_text, on_a_terminal
from .interruption import InterruptedByUserError, end_helpers

if TYPE_CHECKING:
    from .briefing import Briefing


def new(_root: Path, options: argparse.Namespace) -> int:
    """Make the folder of a new site; 1 if it cannot be, and then nothing was touched."""
    from .newsite import NotMadeError, make_site

    try:
        files = make_site(options.folder)
    except NotMadeError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except OSError as problem:
        sys.stderr.write(f"{options.folder}: {problem.strerror}; no site was made\n")
        return 1
    print(f"{options.folder} is ready: {len(files)} files. Go on with:")
    print(f"    cd {shlex.quote(str(options.folder))}")
    print("    briefing build")
    return 0


def build(root: Path, options: argparse.Namespace) -> int:
    """Build the site into a folder; 1 if anything is wrong, and then nothing was changed."""
    from .output import discard, stage_of
    from .running import NotBuiltError, run_pelican

    if options.pdf:
        from .exports.pdf import missing

        wanting = missing()
        if wanting:
            sys.stderr.write(f"{wanting} Nothing was built.\n")
            return 1
    if options.public_url is not None:
        os.environ["PUBLIC_URL"] = options.public_url
    output = Path(options.output or root / "output").resolve()
    (root / "content").mkdir(exist_ok=True)  # a new project may hold nothing but a seed
    asked = {"DRAFTS": options.drafts, "FRESH": options.fresh, "SHARD": options.shard}
    asked["PDF"] = options.pdf
    try:
        run_pelican(root, output, {name: given for name, given in asked.items() if given})
    except (InterruptedByUserError, OSError):
        end_helpers()
        discard(stage_of(output))
        raise
    except NotBuiltError as problem:
        discard(stage_of(output))
        said = f"{problem}\nNothing was built, and {output.name}/ is as it was.\n"
        sys.stderr.write(on_a_terminal(said))
        return 1
    return 0


def check(root: Path, options: argparse.Namespace) -> int:
    """Print everything that is wrong, without building; 1 if there is an error."""
    from .apparatus import Setting
    from .page import drift_warnings, page_context
    from .processes import each, uncollected
    from .staleness import as_list, due
    from .survey import survey

    with uncollected():
        surveyed = survey(root)
    found = list(surveyed.found)
    errors = sum(d.severity is Severity.ERROR for d in found)
    if not errors:
        setting = Setting(surveyed.site.catalogue, surveyed.kinds, "en", drafts=False)

        def drifts(briefing: Briefing) -> list[Diagnostic]:
            briefing = briefing.folded()  # what is parsed for it goes with it
            return list(drift_warnings(briefing, page_context(briefing, setting)))

        for warnings in each(drifts, surveyed.site.briefings, "Laying out"):
            found += warnings
    if options.format == "json":
        print(as_json(found))
    else:
        for diagnostic in found:
            print(as_text(diagnostic), end="\n\n")
        if os.environ.get("GITHUB_ACTIONS"):
            print("\n".join(map(as_github, found)))
        late = due(surveyed.site, options.on)
        if late:
            print(f"Due for another look, the longest unverified first:\n{as_list(late)}\n")
        print(f"{errors} errors, {len(found) - errors} warnings")
    return 1 if errors or (options.strict and found) else 0


def release(root: Path, options: argparse.Namespace) -> int:
    """Keep what readers are told from now on; 1 if there is an error, and then nothing is."""
    from .releasing import carry_out, plan_release
    from .store import PUBLISHED

    plan = plan_release(root, options.why.strip())
    if plan.unexplained and len(plan.errors) == len(plan.unexplained) and sys.stdin.isatty():
        print("\n".join(diagnostic.message for diagnostic in plan.unexplained))
        plan = plan_release(root, answer("Why? Readers will see it: "))
    for diagnostic in plan.errors:
        print(as_text(diagnostic), end="\n\n")
    if plan.errors:
        print(f"{len(plan.errors)} errors: nothing was released, and {PUBLISHED} is as it was")
        return 1
    try:
        carry_out(root, plan)
    except OSError as problem:
        sys.stderr.write(f"{problem.filename}: {problem.strerror}; nothing was released\n")
        return 1
    print("\n".join(plan.news or ["No briefing is another than at its last release."]))
    notes = plan.files[PUBLISHED].count("\n  - ")
    print(f"{PUBLISHED} holds {notes} notes' addresses; commit content/")
    return 0


def verify(_root: Path, options: argparse.Namespace) -> int:
    """Hold a published site against its index; 1 if they differ in anything."""
    from .verifying import UnreadableError, problems, read_index, reader

    read = reader(options.site)
    try:
        index = read_index(reader(options.index) if options.index else read)
        found = list(problems(index, read))
    except (UnreadableError, KeyError, TypeError, ValueError) as problem:
        sys.stderr.write(f"{options.site}: {problem}\n")
        return 1
    for line in found:
        print(line)
    named = ", ".join(str(briefing["slug"]) for briefing in index["briefings"])
    print(f"{named}: {len(found)} differences" if found else f"{named}: as the index says")
    return 1 if found else 0


def links(root: Path, options: argparse.Namespace) -> int:
    """Visit the sources' addresses; 1 if one is gone, 2 without a network."""
    from .linkcheck import as_markdown, check_links
    from .output import write_beside
    from .survey import survey
    from .visits import Manners

    home = os.environ.get("REPOSITORY_URL", "")
    agent = f"briefing/{__version__} (link check{'; +' if home else ''}{home})"
    checked = check_links(survey(root).site, Manners(agent, options.timeout, options.pause))
    for diagnostic in checked.found:
        print(as_text(diagnostic), end="\n\n")
    print(checked.summary)
    if options.report:
        write_beside(options.report, as_markdown(checked))
    return checked.status


def stale(root: Path, options: argparse.Namespace) -> int:
    """Say what is due for another look on a day, today if none is given; 1 if anything is."""
    from .output import write_beside
    from .staleness import as_list, as_markdown, due
    from .survey import survey

    day = options.on or datetime.now(UTC).date()
    late = due(survey(root).site, day)
    print(f"Due for another look on {day}: {len(late)}")
    if late:
        print(as_list(late))
    if options.report:
        write_beside(options.report, as_markdown(late, day))
    return 1 if late else 0


def serve(root: Path, options: argparse.Namespace) -> int:
    """Show the site on this machine, drafts too, and build it again when a file changes."""
    from .preview import preview

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that its builders end with it
    preview(root, options.port)
    return 0
