"""Annotated briefings for Pelican: a primary text word for word, with sourced notes beside it."""

from pathlib import Path

__version__ = "0.1.0"

_BESIDE = Path(__file__).parent / "theme"
THEME = str(_BESIDE if _BESIDE.is_dir() else Path(__file__).parents[2] / "theme")
"""The theme's folder: in the installed package, or at the repository's root."""


def register() -> None:
    """Connect the plugin to Pelican."""
    from .plugin import register as connect

    connect()
