"""What another reader of web pages takes for text, where it is installed: trafilatura."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .extracted import LeftOut


def second_opinion(page: str, text: str, left: Sequence[LeftOut]) -> Iterator[str]:
    """Where another reader of pages, if it is installed, sees the text otherwise."""
    try:
        from trafilatura import extract
    except ImportError:
        return
    other = extract(page, output_format="txt", include_comments=False, include_tables=True) or ""
    ours = _letters(text)
    dropped = [(block, _letters(block.words)) for block in left]
    for line in other.split("\n"):
        seen = _letters(line)
        if len(seen) < 40 or seen in ours:
            continue
        block = next((block for block, words in dropped if seen in words), None)
        if block:
            yield (
                f"Another reader of web pages takes number {block.number} ({block.kind}), which "
                f"was left out, for text: “{line.strip()[:80]}”."
            )


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
