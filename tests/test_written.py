"""YAML with places: what is read, as it was written, and what is wrong."""

from collections.abc import Iterator

from briefing.diagnostics import TextFile
from briefing.written import Mapping, Node, Sequence, read_yaml
from pairs import Pair, pairs_of
from reading import told


def listed(text: str) -> str:
    """Each value as ``line:column path = text``; or what is wrong."""
    node, found = read_yaml(TextFile("a.yaml", text.replace("␉", "\t").replace("␤", "\u2028")))
    return told(found) or "".join(f"{line}\n" for line in lines(node, ""))


def lines(node: Node | None, path: str) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, value in node.items.items():
            yield from lines(value, f"{path}/{name}")
    elif isinstance(node, Sequence):
        for number, value in enumerate(node.items):
            yield from lines(value, f"{path}/{number}")
    elif node is not None:
        yield f"{node.span.line}:{node.span.column} {path} = {node.text}"


@pairs_of("written.md")
def test_yaml(pair: Pair) -> None:
    assert listed(pair.given) == pair.expected
