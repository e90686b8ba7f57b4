"""One build: what it reads, where it writes, and what is wrong so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .apparatus import Setting
from .diagnostics import Diagnostic
from .drafting import import_missing
from .memory import Memory
from .output import READINGS, check_place, stage_for
from .pagefind import Index
from .press import Printed
from .shelf import Inputs, variant
from .sitepages import Page, SiteMaker
from .survey import Survey, survey
from .telling import print_line

RUN = "BRIEFING_RUN"
"""The setting that carries a build's state from one signal to the next."""


class Run:
    """One build: what the editor wrote, where it is built, what is wrong so far."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.root = Path(settings["PATH"]).absolute().parent
        self.final = Path(settings["OUTPUT_PATH"]).resolve()  # where a link leads, if it is one
        check_place(self.final, self.root)
        self.stage = stage_for(self.final)
        self.theme = Path(settings["THEME"])
        self.language = str(settings.get("LANG", "en-GB"))
        self.name = str(settings["SITENAME"])
        self.public_url = str(settings.get("PUBLIC_URL", ""))
        for line in import_missing(self.root):
            print_line(line)
        self.inputs = Inputs.of(self.root, settings)
        self.state = self.inputs.state()
        self.survey: Survey = self._survey(settings)
        self.found: list[Diagnostic] = list(self.survey.found)
        setting = Setting(
            catalogue=self.survey.site.catalogue,
            kinds=self.survey.kinds,
            language=self.language,
            drafts=bool(settings.get("DRAFTS")),
            pdf=bool(settings.get("PDF")),
        )
        self.site = SiteMaker(self.survey.site, setting, self.survey.named)
        self.pages: list[Page] = []
        self.printed: list[Printed] = []
        self.index = Index(self.language)
        self.index_files: Iterator[tuple[str, bytes]] = iter(())

    def _survey(self, settings: Mapping[str, Any]) -> Survey:
        """What there is, read; what is as it was at the last build is not read again."""
        memory = Memory(self.root, self.root / READINGS / variant(settings), self.state)
        if settings.get("FRESH"):
            memory.only(())
        surveyed = survey(self.root, memory)
        # Where something was changed meanwhile, a text may have been read beside before or after.
        same = self.inputs.state() == self.state
        memory.only(self.root / a.file.path for a in surveyed.site.articles if same)
        return surveyed
