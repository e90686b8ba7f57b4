"""Any text, and any set of well-formed notes put into it: strategies for properties."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from briefing.plaintext import plain_text
from briefing.selector import find_quote
from briefing.syntax import plain_parser

WORDS = st.text("abcdefgh éñ中文字😀ß-'", min_size=1, max_size=6).map(
    lambda text: " ".join(text.split()).strip(" -'") or "x"
)
SIGNS = ["\\*", "\\[x\\]", "&amp;", "&copy;", "2.5", "$7", "(so)", "e\u0301t\u00e9", '"q"', "…"]
PIECES = st.one_of(
    WORDS,
    st.sampled_from(SIGNS),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f"*{' '.join(words)}*"),
    WORDS.map(lambda word: f"**{word}**"),
    WORDS.map(lambda word: f"`{word} [y]`"),
    WORDS.map(lambda word: f"[{word} z](https://example.org/a_b)"),
)
"""What a text is made of: words, signs with a meaning in Markdown, emphasis, code, links."""
FORMS = {
    "{}": "{}",
    "> {}": "> {}",
    "- {}": "- {}",
    "1. {}": "1. {}",
    "# {}": "# {} #",
    "{} ": "::: caption\n{}\n:::",
    " {}": "::: pull\n\n{}\n\n:::",
}
"""How a block stands in the source, and in an article."""
DEFINITION = "[^{}]: {{.context}} A *note*.\n\n    Its end."


@dataclass(slots=True)
class Text:
    """A source, and the article on it; *targets* the number of each note's targets."""

    source: str
    article: str
    targets: dict[str, int] = field(default_factory=dict)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A text of up to four blocks; in it, bracketed, point and stand-off notes, and fact boxes."""
    blocks = draw(
        st.lists(
            st.tuples(st.sampled_from(list(FORMS)), st.lists(PIECES, min_size=1, max_size=8)),
            min_size=1,
            max_size=4,
        )
    )
    source = "\n\n".join(form.format(" ".join(pieces)) for form, pieces in blocks)
    text = Text(source, "")
    parts: list[str] = []
    waiting = stand_offs(draw, text)
    for form, pieces in blocks:
        known = set(text.targets)
        marked = marks(draw, pieces, text, 0)
        gap = " " if form.startswith("#") else draw(st.sampled_from([" ", "\n"]))
        parts.append(FORMS[form].format(gap.join(marked)))
        waiting += [DEFINITION.format(id_) for id_ in text.targets if id_ not in known]
        if draw(st.booleans()):
            parts += waiting
            waiting = []
        if draw(st.booleans()):
            parts.append("::: factbox b\nOur [@a] words.\n:::")
    text.article = "\n\n".join([*parts, *waiting])
    return text


def marks(draw: st.DrawFn, pieces: list[str], text: Text, depth: int) -> list[str]:
    """*pieces* with brackets around some of them, and marks after some."""
    marked: list[str] = []
    at = 0
    while at < len(pieces):
        choice = draw(st.integers(0, 6))
        if choice > 1 or (choice == 0 and depth == 4):
            marked.append(pieces[at])
            at += 1
            continue
        end = at + 1 if choice == 1 else draw(st.integers(at + 1, len(pieces)))
        inside = " ".join(
            marks(draw, pieces[at:end], text, depth + 1) if choice == 0 else pieces[at:end]
        )
        new = draw(st.integers(1, 2))
        ids = [id_ for id_ in text.targets if id_.startswith("n")]
        again = draw(st.sampled_from(["", *ids]))
        fresh = [f"n{len(ids) + number}" for number in range(new - bool(again))]
        for id_ in (used := [again, *fresh] if again else fresh):
            text.targets[id_] = text.targets.get(id_, 0) + 1
        signs = "".join(f"[^{id_}]" for id_ in used)
        marked.append(f"{inside}{signs}" if choice else f"[{inside}]{signs}")
        at = end
    return marked


def stand_offs(draw: st.DrawFn, text: Text) -> list[str]:
    """The definitions of up to three notes that quote words of the text."""
    flat = plain_text(plain_parser().parse(text.source)).flat
    found = []
    for number in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(flat) - 1))
        end = draw(st.integers(start + 1, len(flat)))
        quote = flat[start:end].strip()
        if not quote:
            continue
        places = [place.start for place in find_quote(quote, flat)]
        at = start + len(flat[start:end]) - len(flat[start:end].lstrip())
        occurrence = f" occurrence={places.index(at) + 1}" if len(places) > 1 else ""
        escaped = quote.replace("\\", "\\\\").replace('"', '\\"')
        found.append(f'[^s{number}]: {{quote="{escaped}"{occurrence}}} A stand-off note.')
        text.targets[f"s{number}"] = 1
    return found
