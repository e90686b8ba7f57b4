"""The record of releases as it is written into the site: its data, its feed, its old addresses.

What makes its pages is imported only where something was released: much code, and most sites that
are built often have no release yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .apparatus import Setting
from .briefing import Site
from .exports.feed import Entry
from .output import write_staged
from .published import moved_addresses
from .sharing import release_entries
from .sitepages import Page, SiteMaker
from .words import Words

FEED = "changes.atom"


def is_released(site: Site) -> bool:
    """Whether anything of *site* has been released."""
    return any(briefing.releases for briefing in site.briefings)


def record_pages(site: Site, setting: Setting) -> Iterator[Page]:
    """The pages of the record."""
    if is_released(site):
        from .changepages import change_pages

        yield from change_pages(site, setting)


def write_record(
    stage: Path, maker: SiteMaker, env: Any, writer: Any, context: Mapping[str, Any]
) -> None:
    """Write all of it below *stage*; nothing where nothing was released."""
    if not is_released(maker.site):
        return
    from .changepages import change_files

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
    from .changepages import all_releases, chronicles

    told = all_releases(chronicles(maker.site, maker.setting))
    address = str(context.get("PUBLIC_URL", ""))
    return release_entries(told, str(context["SITENAME"]), address, env)


def _moved(site: Site) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each address that a page of the record had before its briefing moved."""
    from .changepages import recorded

    for old, edition in moved_addresses(site):
        for folder in recorded(site, edition):
            up = "../" * (folder.count("/") + 2)
            there = f"{up}{edition.slug}/{folder}/index.html"
            yield f"briefings/{old}/{folder}/index.html", {"moved": edition, "there": there}
