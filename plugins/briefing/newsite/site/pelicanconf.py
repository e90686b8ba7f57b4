"""The site's settings. Change the words in quotation marks; the rest is good as it stands."""

import os

from briefing import THEME  # noqa: F401

SITENAME = "My briefings"
SITESUBTITLE = "Primary texts, word for word, with sourced notes beside them"
LANG = DEFAULT_LANG = "en-GB"
LICENCE_WORDS = "Source texts belong to their publishers."
NOTES_LICENCE = "Notes and facts: CC BY 4.0."

# The address at which the site is published, and the repository in which readers can propose a
# correction. Both stay empty here: the workflow that publishes the site fills them in.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
REPOSITORY_URL = os.environ.get("REPOSITORY_URL", "").rstrip("/")
REPOSITORY_BRANCH = os.environ.get("REPOSITORY_BRANCH", "") or "main"

PLUGINS = ["briefing"]
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
RELATIVE_URLS = True

ARTICLE_PATHS = ["briefings", "articles"]
ARTICLE_URL = ARTICLE_SAVE_AS = "briefings/{slug}/index.html"
PAGE_PATHS = ["pages"]
PAGE_URL = PAGE_SAVE_AS = "{slug}/index.html"
STATIC_PATHS = ["images"]
DIRECT_TEMPLATES = ["index"]

# One feed, one list: a site of briefings needs no pages for authors, categories, tags or months.
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
