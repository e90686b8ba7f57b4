"""Apache's and Hypothesis' common ancestor, ``dom-anchor-text-quote``, in a page of the browser."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

MODULES = Path(__file__).parent / "node_modules"
REQUIRE = re.compile(r"""require\(['"](?P<name>[^'"]+)['"]\)""")
LOADER = """
const made = {};
const load = (name) => {
  if (!made[name]) {
    made[name] = { exports: {} };
    sources[name].call(made[name].exports, (wanted) => load(names[name][wanted]),
      made[name], made[name].exports);
  }
  return made[name].exports;
};
"""


def bundle(package: str) -> str:
    """*package* and all it requires as one script, in which ``load(package)`` gives what it has."""
    files: dict[str, str] = {}
    names: dict[str, dict[str, str]] = {}
    waiting = [found(MODULES / package)]
    entry = waiting[0]
    while waiting:
        path = waiting.pop()
        if str(path) in files:
            continue
        files[str(path)] = path.read_text(encoding="utf-8")
        names[str(path)] = {}
        for match in REQUIRE.finditer(files[str(path)]):
            name = match["name"]
            target = found(path.parent / name if name.startswith(".") else MODULES / name)
            names[str(path)][name] = str(target)
            waiting.append(target)
    functions = ",".join(
        f"{json.dumps(name)}: function (require, module, exports) {{{text}\n}}"
        for name, text in files.items()
    )
    start = f"const entry = {json.dumps(str(entry))};"
    return f"const sources = {{{functions}}}; const names = {json.dumps(names)};{LOADER}{start}"


def found(path: Path) -> Path:
    """The file that Node would load for *path*."""
    package = path / "package.json"
    if package.is_file():
        path = path / json.loads(package.read_text(encoding="utf-8")).get("main", "index.js")
    for candidate in (path, path.with_name(f"{path.name}.js"), path / "index.js"):
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{path}: run tools/npm tests")


def anchored(page: Page, root: str, selectors: list[dict[str, Any]]) -> list[str | None]:
    """The words that each quotation selector finds in the element *root*; None where it fails.

    What is ours within the words (``data-ours``: a mark's number) is not among them.
    """
    script = bundle("dom-anchor-text-quote")
    words: list[str | None] = page.evaluate(
        f"""([root, selectors]) => {{
            {script}
            const {{ toRange }} = load(entry);
            const element = document.querySelector(root);
            return selectors.map((selector) => {{
                const range = toRange(element, selector);
                if (!range) return null;
                const part = range.cloneContents();
                part.querySelectorAll("[data-ours]").forEach((ours) => ours.remove());
                return part.textContent.replace(/\\s+/g, " ").trim();
            }});
        }}""",
        [root, selectors],
    )
    return words


def positioned(page: Page, root: str, selectors: list[dict[str, Any]]) -> list[str]:
    """The words at each position selector in *root*, by ``dom-anchor-text-position``."""
    script = bundle("dom-anchor-text-position")
    words: list[str] = page.evaluate(
        f"""([root, selectors]) => {{
            {script}
            const {{ toRange }} = load(entry);
            const element = document.querySelector(root);
            return selectors.map((selector) => toRange(element, selector).toString());
        }}""",
        [root, selectors],
    )
    return words
