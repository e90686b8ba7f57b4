"""Files that are made to harm whoever imports them: refused in a sentence, or read as words."""

import json
import os
import re
import subprocess
import sys
from functools import cache

import pytest

from command import ROOT
from hostile import MADE
from limited import MEGABYTES, SECONDS
from pairs import FIXTURES

ROW = re.compile(r"^\| (\S+\.\w+) \| .+? \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
ROWS = ROW.findall((FIXTURES / "hostile/imports.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def became(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float | str]]:
    @cache
    def all_of_them() -> str:
        folder = tmp_path_factory.mktemp("hostile")
        path = f"{ROOT / 'plugins'}{os.pathsep}{ROOT / 'tests'}"
        return subprocess.run(
            [sys.executable, ROOT / "tests/hostile_imports.py", folder],
            env={name: v for name, v in os.environ.items() if "COV" not in name}
            | {"PYTHONPATH": path},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        ).stdout

    told: dict[str, dict[str, float | str]] = json.loads(all_of_them())
    return told


def test_every_file_stands_in_the_table() -> None:
    assert sorted(name for name, _, _ in ROWS) == sorted(MADE)


@pytest.mark.parametrize(("name", "expected", "words"), ROWS, ids=[row[0] for row in ROWS])
def test_a_file_is_refused_or_read_as_words(
    became: dict[str, dict[str, float | str]], name: str, expected: str, words: str
) -> None:
    one = became[name]
    said = str(one["said"])
    if expected == "read":
        assert said.startswith("read: ")
        assert words in said
    else:
        assert said.startswith("refused: ")
        assert expected in said
    assert float(one["seconds"]) <= SECONDS
    assert float(one["megabytes"]) <= MEGABYTES
