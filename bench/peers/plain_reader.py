"""A reader with markdown-it-py and nothing of ours: CommonMark, tables, footnotes, front matter."""

from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from pelican import signals
from pelican.readers import BaseReader, Readers


class PlainReader(BaseReader):
    enabled = True
    file_extensions = ("md",)

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self.md = MarkdownIt("commonmark").enable("table").use(footnote_plugin)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        _, front, body = Path(source_path).read_text("utf-8").split("---\n", 2)
        pairs = (line.split(": ", 1) for line in front.splitlines())
        told = {key: self.process_metadata(key, value) for key, value in pairs}
        return self.md.render(body), told


def add_reader(readers: Readers) -> None:
    readers.reader_classes["md"] = PlainReader


def register() -> None:
    signals.readers_init.connect(add_reader)
