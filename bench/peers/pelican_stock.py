"""Pelican as it comes: Python-Markdown with footnotes and tables, the smallest theme, all feeds."""

SITENAME = "Corpus"
SITEURL = "https://example.org"
PATH = "content"
THEME = "simple"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
MARKDOWN = {
    "extensions": [f"markdown.extensions.{name}" for name in ("meta", "footnotes", "tables")],
    "output_format": "html5",
}
