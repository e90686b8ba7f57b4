"""The site's settings. Everything that may differ between two sites is here or in content/."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))
import briefing.plugin  # here, so that a broken plugin stops the build at once
from briefing.layout import *  # where texts stand and pages go; change it below

SITENAME = "The Second Reading"
SITESUBTITLE = "Primary texts, word for word, with sourced notes beside them"
LANG = DEFAULT_LANG = "en-GB"
LICENCE_WORDS = "Source texts belong to their publishers."
NOTES_LICENCE = "Notes and facts: CC BY 4.0."

# The address at which the site is published, without a slash at its end. The workflow fills it in.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")

# Where readers can correct a note: the repository's page on its host, and the branch that is
# published. Without the first, the links to it are left out. The workflows fill both in.
REPOSITORY_URL = os.environ.get("REPOSITORY_URL", "").rstrip("/")
REPOSITORY_BRANCH = os.environ.get("REPOSITORY_BRANCH", "") or "main"

PLUGINS = [briefing.plugin]
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "UTC"
