"""Compiled templates, kept for the next build: to compile them takes a third of a small site's."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, Template, TemplateNotFound
from jinja2.bccache import Bucket, BytecodeCache

from .output import write_beside

DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Compiled(BytecodeCache):
    """Templates as compiled, a file each in *folder*; Jinja compares each with its source.

    *program* names all else that the result depends on. A file that is not as it was written is
    not read: what Python would make of it is not known.
    """

    folder: Path
    program: str

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            content = self._file(bucket).read_bytes()
        except OSError:
            return
        if self._digest(content[DIGEST:]) == content[:DIGEST]:
            bucket.bytecode_from_string(content[DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        content = bucket.bytecode_to_string()
        write_beside(self._file(bucket), self._digest(content) + content)

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / bucket.key

    def _digest(self, content: bytes) -> bytes:
        return hashlib.sha256(self.program.encode() + content).digest()


class Finder(ChoiceLoader):
    """Finds templates, and remembers which there are not: Jinja looks for those each time, such as
    for a kind of note that has no template of its own."""

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (their name)
    ) -> Template:
        if name in self._missing:
            raise TemplateNotFound(name)
        try:
            return super().load(environment, name, globals)
        except TemplateNotFound:
            self._missing.add(name)
            raise

    @cached_property
    def _missing(self) -> set[str]:
        return set()
