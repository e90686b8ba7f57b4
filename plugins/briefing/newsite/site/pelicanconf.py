"""The site's settings. Change the words in quotation marks; the rest is good as it stands."""

import os

from briefing import THEME
from briefing.layout import *  # where texts stand and pages go; change it below

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
