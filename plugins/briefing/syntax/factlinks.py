"""Facts in prose: ``[33](fact:celac-membership.count@2013-05-29)``."""

from __future__ import annotations

import re

SCHEME = "fact:"
REFERENCE = re.compile(
    r"fact:(?P<box>[A-Za-z0-9-]+)\.(?P<key>[A-Za-z0-9-]+(?:\([A-Za-z0-9-]+\))?)(?:@(?P<day>[0-9-]+))?"
)
"""Box, key (``count``, ``count(value)``, ``sum(quantity)`` or a figure's name), and day."""
