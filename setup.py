"""Puts the locks into the wheel: `briefing new` gives each site its own copy of them."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

LOCKS = ("requirements.txt", "requirements-import.txt", "requirements-pdf.txt")


class WithLocks(build_py):
    """The package, and in it the locks that stand at the repository's root."""

    def run(self) -> None:
        super().run()
        folder = Path(self.build_lib, "briefing", "newsite", "locks")
        folder.mkdir(exist_ok=True)
        for name in LOCKS:
            self.copy_file(name, str(folder / name))


setup(cmdclass={"build_py": WithLocks})
