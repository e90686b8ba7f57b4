"""Puts into the wheel what stands at the repository's root, and `briefing new` gives to each site:
the locks of all that it needs, and the hints and pieces of text for its editors."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHARED = {
    "locks": (
        "requirements.txt",
        "requirements-import.txt",
        "requirements-dask.txt",
        "requirements-pdf.txt",
    ),
    "editor": (".editorconfig", ".vscode/*", ".vscode/schemas/*"),
}


class WithShared(build_py):
    """The package, and in it what a site gets of the repository's root."""

    def run(self) -> None:
        super().run()
        for folder, patterns in SHARED.items():
            for path in (path for pattern in patterns for path in sorted(Path().glob(pattern))):
                if path.is_file():
                    target = Path(self.build_lib, "briefing", "newsite", folder, path)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    self.copy_file(str(path), str(target))


setup(cmdclass={"build_py": WithShared})
