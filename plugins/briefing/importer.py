"""The first draft of an article and of its provenance, from a text as it was received."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .additions import is_own_text, with_comments, with_own_notes
from .article import read_article
from .dates import UNDATED, PartialDate
from .diagnostics import TextFile
from .escaping import escaped, without_needless_escapes
from .extract.extracted import PLAIN, Extracted, OwnNote
from .forms import bare, is_caption, is_column
from .furniture import WHY, Recognised, recognise
from .language import WRITTEN
from .model import Catalogue, Provenance
from .plaintext import normalised
from .proposals import Passage, annotated, literal, words_of
from .provenance import Received, provenance_text, scalar
from .seed import Seed, read_seed
from .seedblocks import Block, blocks_of
from .seedfile import read_provenance
from .sentences import sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """What the importer writes: the article, ``seed.yaml`` where there was none, and a summary.

    *found* tells in sentences what was recognised, set aside, drafted or is doubtful.
    """

    article: str
    provenance: str | None
    found: tuple[str, ...]


def draft(
    data: bytes,
    slug: str,
    catalogue: Catalogue,
    provenance: Provenance | None = None,
    file_name: str = "seed.txt",
    extracted: Extracted = PLAIN,
    *,
    with_notes: bool = True,
    language: str = WRITTEN,
) -> Draft:
    """Draft the article of the seed *data*, and its provenance unless *provenance* is given; notes
    and boxes of what the catalogue knows, and of what should be checked, only *with_notes*.
    *language* is the site's.

    The article's plain text is that of the emended seed, and `read_article` has nothing to say
    of it. The same input gives the same draft.

    Raises:
        ValueError: *data* is no text, is empty, or is not the file of *provenance*.
    """
    text = decoded(data, file_name)
    recognised = known(recognise(text), extracted.facts) if provenance is None else None
    written = None
    if recognised:
        received = Received(data, text, slug, file_name)
        written = provenance_text(received, recognised, extracted.facts, language)
        provenance, _ = read_provenance(TextFile("seed.yaml", written), slug)
    seed, problems = read_seed(data, provenance) if provenance else (None, [])
    if seed is None:
        raise ValueError(problems[0].message)
    passages = passages_of(seed, extracted.captions)
    issued = seed.provenance.issued
    own = {n for n, p in enumerate(passages) if is_own_text(p.source, extracted.own)}
    drafted = annotated(passages, catalogue, issued, own) if with_notes else passages
    article, used = first_that_holds(seed, slug, (drafted, passages), extracted.own)
    article = with_comments(article, extracted.comments, seed.flat)
    told = [
        *(told_of_form(recognised, seed.provenance) if recognised else ()),
        *(f"seed.yaml, line {p.span.line}: {p.message}." for p in problems),
        *told_of_passages(used),
        *(f"Doubtful. {doubt}" for doubt in (recognised.suspicions if recognised else ())),
    ]
    return Draft(article, written, tuple(told))


def known(recognised: Recognised, facts: Mapping[str, str]) -> Recognised:
    """*recognised*, corrected by what the file says of itself; what it names first is in the text
    where it is not the title that the file gives."""
    title = facts.get("title") or recognised.title
    other = title.casefold() != recognised.title.casefold()
    edits = [e for e in recognised.edits if not (other and e.why.startswith(WHY["title"]))]
    return replace(
        recognised,
        title=title,
        author=facts.get("author") or recognised.author,
        issued=PartialDate.read(facts["issued"]) if "issued" in facts else recognised.issued,
        url=facts.get("url") or recognised.url,
        edits=tuple(edits),
    )


def decoded(data: bytes, file_name: str) -> str:
    """The text of *data* as `read_seed` reads it, its line ends made one kind."""
    if b"\0" in data:
        raise ValueError(f"{file_name} is a binary file, not text: it holds NUL bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ValueError(
            f"{file_name} is not UTF-8 text: byte {problem.start} cannot be read"
        ) from None
    if not text.strip():
        raise ValueError(f"{file_name} is empty: there is no text to import")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def passages_of(seed: Seed, known_captions: Collection[str] = ()) -> list[Passage]:
    """The blocks of the emended seed, in order."""
    blocks = unindented([b for b in blocks_of(escaped(seed.edition)) if b.kind != "front_matter"])
    references = "\n\n".join(block.source for block in blocks if block.kind == "reference")
    columns = {
        normalised(e.reads)
        for e in seed.provenance.emendations
        if e.reads and is_column(e.seed.split("\n"))
    }
    passages: list[Passage] = []
    above = True
    for number, block in enumerate(blocks):
        captions = above and number < len(blocks) - 1
        kind, source = _passage(block, columns, references, captions=captions)
        if kind == "text" and normalised(bare(source)) in known_captions:
            kind = "caption"
        passages.append(Passage(kind, source))
        above = above and (kind != "text" or number == 0)
    return passages


def _passage(
    block: Block, columns: set[str], references: str, *, captions: bool
) -> tuple[str, str]:
    """The kind and the Markdown of a block; its own lines wherever mended ones read otherwise."""
    if block.kind != "paragraph":
        return block.kind, block.source
    source = without_needless_escapes(one_line(block.source)) or block.source
    image = re.fullmatch(r'!\[(?P<words>[^\[\]]+)\]\([^()\s]*(?:\s+"[^"]*")?\)', source)
    kind = "text"
    if image:
        kind, source = "caption", image["words"]
    elif captions and is_caption(source):
        kind = "caption"
    elif normalised(source) in columns:
        kind = "pull"
    mended, received = (words_of(f"{s}\n\n{references}") for s in (source, block.source))
    return (kind, source) if mended == received else ("other", block.source)


def one_line(source: str) -> str:
    """A paragraph's lines joined; a verse keeps its own, where each ends in a hard break."""
    lines = source.split("\n")
    hard = [re.search(r"(?: {2,}|(?<!\\)\\)$", line) is not None for line in lines[:-1]]
    if len(lines) > 1 and all(hard) and sum(map(len, lines)) < 60 * len(lines):
        return source
    joined = [re.sub(r"(?<!\\)\\$", "", line).strip() for line in lines[:-1]]
    return " ".join(line for line in [*joined, lines[-1].strip()] if line)


def unindented(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* with indented prose as paragraphs: Markdown takes a first line's indent for code."""
    return [
        replace(block, kind="paragraph", source=literal(normalised(block.source)))
        if block.kind == "code_block" and _is_prose(block.source)
        else block
        for block in blocks
    ]


def _is_prose(source: str) -> bool:
    letters = sum(c.isalpha() or c.isspace() for c in source)
    signs = re.search(r"[{}=;]", source)
    return letters > 0.9 * len(source) and len(source.split()) >= 5 and not signs


def front_matter(provenance: Provenance, slug: str, passages: Sequence[Passage]) -> str:
    """The article's front matter. Its day is the source's: a draft knows of no later one."""
    rows = [
        ("title", provenance.title),
        ("seed", slug),
        ("edition", provenance.issued.last.isoformat()),
        ("summary", f"Draft: {first_sentence(passages)}".strip()),
    ]
    return "---\n" + "".join(f"{key}: {scalar(value)}\n" for key, value in rows) + "---\n\n"


def first_sentence(passages: Sequence[Passage]) -> str:
    """The first sentence of the text, cut at a word where it is long."""
    source = next((p.source for p in passages if p.kind == "text"), "")
    start, end = next(sentences(source))
    words = words_of(source[start:end])
    return words if len(words) <= 300 else words[:300].rsplit(" ", 1)[0] + "…"


def body(passages: Sequence[Passage]) -> str:
    """The article below its front matter."""
    return "\n\n".join(passage.markdown for passage in passages) + "\n"


def first_that_holds(
    seed: Seed, slug: str, choices: Sequence[Sequence[Passage]], own: Sequence[OwnNote] = ()
) -> tuple[str, Sequence[Passage]]:
    """The article, and its passages: the first choice that shows the seed's words and of which
    `read_article` has nothing to say; where there is none, bare words without any Markdown.

    The source's *own* notes are its own wherever that is possible, and words otherwise.
    """
    front = front_matter(seed.provenance, slug, choices[-1])
    for notes in (own, ()) if own else ((),):
        for choice in choices:
            text = with_own_notes(front + body(choice), notes)
            article = read_article(TextFile("", text))
            if not article.found and article.plain.flat == seed.flat:
                return text, choice
    words = [Passage("text", literal(line) or "&nbsp;") for line in seed.plain.text.split("\n")]
    return front + body(words), words


# --- the summary ---------------------------------------------------------------------------------


def told_of_form(recognised: Recognised, provenance: Provenance) -> Iterator[str]:
    """What was recognised around the text, a sentence each."""
    yield f"Title: {provenance.title}" + ("." if recognised.title else ", made of the slug.")
    yield f"Author: {recognised.author}." if recognised.author else "No author was found."
    yield (
        f"Date: {recognised.issued}."
        if recognised.issued
        else f"No date was found: write the day of issue in seed.yaml, for {UNDATED}."
    )
    yield f"Address: {recognised.url}" if recognised.url else "No address was found."
    for emendation in provenance.emendations:
        words = normalised(emendation.seed)
        did = "Set aside" if emendation.omit else "Mended"
        yield f"{did}: “{words}” ({emendation.why})."


def told_of_passages(passages: Sequence[Passage]) -> Iterator[str]:
    """What the article holds, and what was drafted for it."""
    for kind, name in (("caption", "Caption"), ("pull", "Pull quotation")):
        for passage in passages:
            if passage.kind == kind:
                yield f"{name}: “{bare(passage.source)}”"
    marks = [mark for passage in passages for mark in passage.marks]
    claims = sum(mark.is_claim for mark in marks)
    boxes = [box for passage in passages for box in passage.boxes]
    yield f"{sum(p.kind == 'text' for p in passages)} paragraphs."
    yield f"Drafted: {len(marks) - claims} definitions, {claims} claims, {len(boxes)} fact boxes."
