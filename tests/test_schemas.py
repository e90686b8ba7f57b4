"""The hints that VS Code gives while one types YAML are true: they say what the build says."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing import factfile, records
from briefing.article import read_article
from briefing.diagnostics import Diagnostic, TextFile
from briefing.edition import read_edition
from briefing.factfile import read_fact_box, read_timeline
from briefing.findings import findings_text, read_findings
from briefing.published import read_published, released
from briefing.records import read_all, read_entity, read_layout, read_source
from briefing.seedfile import read_provenance
from briefing.store import CONTENT, FINDINGS, PUBLISHED
from briefing.survey import survey
from briefing.written import Mapping, Node, Sequence, read_yaml
from command import ROOT
from language_server import Server, language_server, uri
from pairs import BLOCK, FIXTURES
from reading import files
from schema_parts import Schema
from schemas import FILES, written

STRUCTURAL = {
    "address-unsafe",
    "date-unreadable",
    "emendation-unclear",
    "key-missing",
    "key-repeated",
    "key-unknown",
    "value-unknown",
    "value-unreadable",
    "view-unknown",
    "yaml-unreadable",
}
"""What a schema can see: the form of a file, not what it says of other files or other lines."""
PASSED_OVER = {
    "sources.yaml": {"container-title"},
    "entities.yaml": {"source", "evidence", "note"},
    "status.yaml": {"note", "city", "country"},
    "timeline.yaml": {"title", "as-of", "city", "country"},
    "squares.yaml": {"title"},
    "front-matter": {"seed"},
}
"""Keys whose value the reader takes as it is, at least somewhere; there the hints may say more."""
KEY = re.compile(r"(?P<indent> *)(?P<key>[\w-]+):(?P<value>.*)")


def structural(name: str, text: str) -> list[Diagnostic]:
    """What the build says of the form of a file alone."""
    file = TextFile(name, text)
    if name.startswith("front-matter"):
        article = read_article(TextFile(name, f"---\n{text}\n---\n"))
        found = [*article.found, *read_edition(article, "s")[1]]
    elif name.startswith("seeds/"):
        found = read_provenance(file, "s")[1]
    elif name.startswith(f"{CONTENT}/facts/"):
        found = read_fact_box(file, "box")[1]
    elif name.startswith(f"{CONTENT}/layouts/"):
        found = read_layout(file, "layout")[1]
    else:
        found = READERS[name.rpartition("/")[2]](file)
    own = "unknown value '"  # the box's own values, which no schema can list
    return [d for d in found if d.code in STRUCTURAL and not d.message.startswith(own)]


MODELINE = f"# yaml-language-server: $schema={uri('.vscode/schemas/front-matter.json')}\n"
READERS: dict[str, Callable[[TextFile], list[Diagnostic]]] = {
    "sources.yaml": lambda file: read_all(file, read_source, records.SOURCE_KEYS)[1],
    "entities.yaml": lambda file: read_all(file, read_entity, records.ENTITY_KEYS)[1],
    "timeline.yaml": lambda file: read_timeline(file)[1],
    "published.yaml": lambda file: read_published(file)[1],
    "findings.yaml": lambda file: read_findings(file)[1],
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with language_server() as running:
        yield running


def samples() -> dict[str, str]:
    block = BLOCK.search((FIXTURES / "schemas.md").read_text("utf-8"))
    assert block
    return files(block["text"])


def from_fixtures() -> Iterator[tuple[str, str]]:
    """Every YAML file of every fixture, whole or broken, each at an address of its own."""
    for path in sorted(FIXTURES.glob("*.md")):
        for number, block in enumerate(BLOCK.finditer(path.read_text("utf-8"))):
            if "\n=== " in f"\n{block['text']}" and block["language"] == "text":
                for name, text in files(block["text"]).items():
                    if name.endswith(".yaml") and name.startswith((CONTENT, "seeds")):
                        yield f"tests/{path.stem}-{number}/{name}", text


def broken(text: str) -> Iterator[tuple[str, str]]:
    """*text* with each of its keys in turn taken out, misspelt, or given a wrong value."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        match = KEY.match(line)
        if not match:
            continue
        end = number + 1
        while end < len(lines) and lines[end].startswith(match["indent"] + " "):
            end += 1
        head = f"{match['indent']}{match['key']}:"
        for what, instead in (
            ("gone", ""),
            ("misspelt", line.replace(":", "x:", 1) + "".join(lines[number + 1 : end])),
            ("empty", f"{head}\n"),
            ("a word", f"{head} some word\n"),
            ("a list of lists", f"{head} [[a]]\n"),
            ("a set of lists", f"{head} {{a: [b]}}\n"),
        ):
            before, after = "".join(lines[:number]), "".join(lines[end:])
            yield f"{number + 1} {match['key']} {what}", before + instead + after


def test_the_schemas_are_those_of_the_code() -> None:
    there = {path.name: path.read_text("utf-8") for path in (ROOT / ".vscode/schemas").glob("*")}
    assert there == written(), "run `make schemas`"


@pytest.mark.parametrize("name", samples())
def test_every_key_is_in_the_file_that_is_broken(name: str) -> None:
    kind = {"squares": "layout", "status": "facts"}.get(Path(name).stem, Path(name).stem)
    node, _ = read_yaml(TextFile(name, samples()[name]))
    there: dict[str, set[str]] = {}
    known: dict[str, set[str]] = {}
    for place, schema, given in records_in(FILES[kind], node, FILES[kind], kind):
        known[place] = set(schema["properties"])
        there.setdefault(place, set()).update(given)
    assert there == known
    assert set(FILES[kind].get("definitions", ())) <= set(known)


def records_in(
    schema: Schema, node: Node | None, whole: Schema, place: str
) -> Iterator[tuple[str, Schema, Iterable[str]]]:
    """Each record of a file: what it is called, its schema, and the keys that are given."""
    if "$ref" in schema:
        place = schema["$ref"].rpartition("/")[2]
        schema = whole["definitions"][place]
    if isinstance(node, Sequence):
        for item in node.items:
            yield from records_in(schema.get("items", {}), item, whole, place)
    elif isinstance(node, Mapping):
        own = schema.get("properties", {})
        if own:
            yield place, schema, node.items
        for key, value in node.items.items():
            inner = own.get(key) or schema.get("additionalProperties") or {}
            yield from records_in(inner, value, whole, key if key in own else place)


def test_what_the_site_has_is_accepted(server: Server) -> None:
    ours = [*(ROOT / CONTENT).rglob("*.yaml"), *(ROOT / "seeds").rglob("*.yaml")]
    given = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ours}
    assert len(given) > 7
    assert {name: faults for name, faults in server.faults(given).items() if faults} == {}


def test_what_a_release_writes_is_accepted(server: Server) -> None:
    site = survey(ROOT).site
    given = {PUBLISHED: released(site), FINDINGS: findings_text(site)}
    assert server.faults(given) == {PUBLISHED: [], FINDINGS: []}


def test_a_fault_is_shown_where_the_build_finds_one(server: Server) -> None:
    given = dict(from_fixtures())
    assert len(given) > 90
    for name, faults in server.faults(given).items():
        found = structural(name.split("/", 2)[2], given[name])
        assert bool(found) == bool(faults), (name, found, faults)


@pytest.mark.parametrize("name", samples())
def test_each_key_is_read_as_the_hints_say(server: Server, name: str) -> None:
    text = samples()[name]
    assert structural(name, text) == []
    given = {f"tests/{what}/{name}": changed for what, changed in broken(text)}
    head = MODELINE if name == "front-matter" else ""
    told = server.faults({place: head + changed for place, changed in given.items()})
    assert server.faults({name: head + text})[name] == []
    for place, faults in told.items():
        found = structural(name, given[place])
        assert faults or not found, (place, found)
        key, what = re.findall(r"tests/\d+ ([\w-]+) ([\w ]+)", place)[0]
        stricter = what == "empty" or key in PASSED_OVER.get(name.rpartition("/")[2], ())
        assert found or not faults or stricter, (place, faults)


def test_hints_and_completions_as_one_types(server: Server) -> None:
    name = "content/facts/new.yaml"
    server.open(name, "title: New\nview: \nfigures:\n  people:\n    - \n")
    shown = server.ask("textDocument/hover", name, 1, 1)["contents"]["value"]
    assert "How it is drawn." in shown
    assert "`status`: Which of several values applies to each" in shown
    views = labels(server.ask("textDocument/completion", name, 1, 6))
    assert views == ["figures", "membership", "status"]
    keys = labels(server.ask("textDocument/completion", name, 4, 6))
    assert set(factfile.FIGURE_KEYS) <= set(keys)


def labels(answer: dict[str, Any]) -> list[str]:
    return sorted(item["label"] for item in answer["items"])
