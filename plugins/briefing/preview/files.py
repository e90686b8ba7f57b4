"""Where the preview's own files are: scripts, a style sheet, templates."""

from pathlib import Path

from .. import THEME


def preview_files(root: Path) -> Path:
    """The folder in the project's own theme, or in the one that comes with the program."""
    own = root / "theme" / "preview"
    return own if own.is_dir() else Path(THEME, "preview")
