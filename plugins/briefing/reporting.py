"""The notes as they were: at a commit, or when the list of published addresses last grew."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from .article import read_article
from .diagnostics import TextFile
from .kinds import Kind
from .report import Before, notes_of
from .store import CONTENT, PUBLISHED
from .survey import Survey


class NoCommitError(ValueError):
    """Why the notes of a commit cannot be read, as one sentence."""


def now(surveyed: Survey) -> dict[str, dict[str, str]]:
    """The notes of every article, by its file."""
    return {a.file.path: notes for a in surveyed.site.articles if (notes := notes_of(a))}


def before(root: Path, surveyed: Survey, since: str) -> Before | None:
    """The notes at the commit *since*; else at the last release, as far as that is known.

    Raises:
        NoCommitError: there is no git, or no such commit here (a shallow clone has one only).
    """
    if since:
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}").strip()
        if not commit:
            raise NoCommitError(f"there is no commit '{since}' here; a shallow clone has one only")
        return _at(root, commit, since[:12], surveyed.kinds)
    released = _git(root, "log", "-1", "--format=%H", "--", PUBLISHED).strip()
    if released:
        return _at(root, released, f"the release of commit {released[:12]}", surveyed.kinds)
    if not surveyed.site.published:
        return None
    homes = {b.edition.slug: b.article.file.path for b in surveyed.site.briefings}
    ids = {
        homes.get(slug, slug): dict.fromkeys((written.text for written in ids), "")
        for slug, (_, ids) in surveyed.site.published.items()
    }
    return Before(f"the last release ({PUBLISHED}; what changed is not known)", ids, whole=False)


def _at(root: Path, commit: str, when: str, kinds: Mapping[str, Kind]) -> Before:
    names = _git(root, "ls-tree", "-r", "--name-only", "-z", commit, "--", CONTENT).split("\0")
    notes = {}
    for name in names:
        if name.endswith(".md"):
            text = _git(root, "show", f"{commit}:./{name}")
            found = notes_of(read_article(TextFile(name, text), kinds))
            if found:
                notes[name] = found
    return Before(when, notes)


def _git(root: Path, *arguments: str) -> str:
    """What git says; "" where there is none, or it has nothing to say."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
