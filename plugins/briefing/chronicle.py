"""The record of releases as it is written into the site: its data, its feed, its old addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .briefing import Site
from .changepages import all_releases, change_files, chronicles, recorded
from .exports.feed import Entry
from .output import write_staged
from .published import moved_addresses
from .sharing import release_entries
from .sitepages import SiteMaker
from .words import Words

FEED = "changes.atom"


def write_record(
    stage: Path, maker: SiteMaker, env: Any, writer: Any, context: Mapping[str, Any]
) -> None:
    """Write all of it below *stage*; nothing where nothing was released."""
    for file in change_files(maker.site, maker.setting):
        write_staged(stage / file.path, file.text)
    moved = env.get_template("moved.html")
    for path, shown in _moved(maker.site):
        writer.write_file(path, moved, context, relative_urls=True, **shown)
    entries = _entries(maker, env, context)
    if entries:
        title = Words(maker.setting.language).say("Changes")
        shown = {**context, "entries": entries, "feed": FEED, "feed_title": title}
        writer.write_file(FEED, env.get_template("feed.atom"), shown)


def _entries(maker: SiteMaker, env: Any, context: Mapping[str, Any]) -> list[Entry]:
    told = all_releases(chronicles(maker.site, maker.setting))
    address = str(context.get("PUBLIC_URL", ""))
    return release_entries(told, str(context["SITENAME"]), address, env)


def _moved(site: Site) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each address that a page of the record had before its briefing moved."""
    for old, edition in moved_addresses(site):
        for folder in recorded(site, edition):
            up = "../" * (folder.count("/") + 2)
            there = f"{up}{edition.slug}/{folder}/index.html"
            yield f"briefings/{old}/{folder}/index.html", {"moved": edition, "there": there}
