"""The same, with a plain markdown-it-py reader in place of Python-Markdown."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import plain_reader
from pelican_stock import *  # noqa: F403

PLUGINS = [plain_reader]
