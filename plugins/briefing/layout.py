"""How Pelican is set for a site of briefings; ``pelicanconf.py`` takes it over, and may differ."""

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
