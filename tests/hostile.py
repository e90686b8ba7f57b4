"""Files that are made to harm: large ones and binary ones, each by a function of its name."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from made import R, W, docx, par

SENTENCE = "A plain sentence."


# --- texts ---------------------------------------------------------------------------------------


def _aliases() -> bytes:
    rows = ["title: &k0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 8)]
    return "\n".join(["---", *rows, "author: *k7", "---", "", SENTENCE, ""]).encode()


def _deep_front() -> bytes:
    return f"---\ntitle: {'[' * 5000}{']' * 5000}\n---\n\n{SENTENCE}\n".encode()


def _html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


TEXTS: dict[str, Callable[[], bytes]] = {
    "alias-bomb.md": _aliases,
    "deep-front-matter.md": _deep_front,
    "comments.txt": lambda: b"<!--a-->" * 500 + b" after all\n",
    "control-signs.txt": lambda: b"One\x1b[2Jtwo \x07three\x08 words.\n",
    "nul.txt": lambda: b"Words\0here.\n",
    "nul.md": lambda: b"Words\0here.\n",
    "long-line.txt": lambda: b"word " * 200_000,
    "long-word.txt": lambda: b"x" * 1_000_000,
    "script.txt": lambda: b"One <script>alert(1)</script> two.\n",
    "handler.md": lambda: b"One <img src=x onerror=alert(1)> two.\n",
    "link.md": lambda: (
        b"[press](javascript:alert(1)) [or](data:text/html,x) [this](vbscript:x)"
        b" [too](JaVaScRiPt&colon;alert(1)) <javascript:alert(1)>\n"
    ),
    "script.html": lambda: _html(
        f"<script>alert(1)</script><p onclick='alert(1)'>{SENTENCE} "
        "<a href=' java\nscript:alert(1)'>Press here.</a></p>"
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><form action=x><input></form>"
    ),
    "svg.html": lambda: _html(
        f"<p>{SENTENCE}</p><svg onload=alert(1)><script>alert(1)</script></svg>"
    ),
    "entities.html": lambda: (
        b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b"<html><body><p>A plain sentence &b;&b;&b; here.</p></body></html>"
    ),
    "base.html": lambda: _html(
        f"<p>{SENTENCE} <a href='x'>there</a></p>",
        "<base href='javascript:alert(1)//'><link rel=canonical href='javascript:alert(1)'>",
    ),
    "title.html": lambda: _html(
        f"<p>{SENTENCE}</p>",
        "<title>&lt;script&gt;alert(1)&lt;/script&gt;: [x]</title>"
        "<meta name=author content='\"}\n---\nseed: ../../etc\n- &a *a'>",
    ),
    "deep-elements.html": lambda: _html("<div>" * 50_000 + SENTENCE + "</div>" * 50_000),
    "deep-quotes.html": lambda: _html("<blockquote>" * 5000 + SENTENCE + "</blockquote>" * 5000),
    "open-elements.html": lambda: _html("<div><b>" * 2500 + SENTENCE),
}


# --- DOCX ----------------------------------------------------------------------------------------


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2024, 3, 11, 0, 0, 0)), content, 8)
    return out.getvalue()


def _document(body: str, before: str = "", **parts: str) -> bytes:
    text = f"{before}<w:document {W} {R}><w:body>{body}</w:body></w:document>"
    return packed({"word/document.xml": text, **parts})


def _lying() -> bytes:
    whole = _document("<w:p/>" * 400_000)
    size = len(f"<w:document {W} {R}><w:body></w:body></w:document>") + 6 * 400_000
    assert whole.count(size.to_bytes(4, "little")) >= 1
    return whole.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def _exploding() -> bytes:
    rows = ['<!ENTITY a0 "aaaaaaaaaa">']
    rows += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)]
    declared = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [{"".join(rows)}]>'
    text = f"{declared}<w:document {W}><w:body>{par('&a8;')}</w:body></w:document>"
    return packed({"word/document.xml": text.encode("utf-16")})


def _nested(opened: str, closed: str, times: int) -> bytes:
    return _document(opened * times + par(SENTENCE) + closed * times)


def _noted() -> bytes:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    return docx(
        par(SENTENCE, mark), footnotes=f'<w:footnote w:id="1">{par("See", mark)}</w:footnote>'
    )


def _linked() -> bytes:
    relation = '<Relationship Id="r1" TargetMode="External" Target="javascript:alert(1)"/>'
    press = f'<w:hyperlink r:id="r1"><w:r><w:t>Press here</w:t></w:r></w:hyperlink>{par()}'
    return docx(f"<w:p>{press.removesuffix('<w:p></w:p>')}</w:p>", rels=relation)


def _field() -> bytes:
    order = "<w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r>"
    return docx(par(order, SENTENCE))


DOCX: dict[str, Callable[[], bytes]] = {
    "bomb-of-paragraphs.docx": lambda: _document("<w:p/>" * 4_000_000),
    "bomb-of-letters.docx": lambda: _document(par("a" * 80_000_000)),
    "bomb-of-parts.docx": lambda: _document(
        par(SENTENCE), **{f"word/x{n}.xml": f"<a>{'b' * 8_000_000}</a>" for n in range(10)}
    ),
    "lying-size.docx": _lying,
    "deep-tables.docx": lambda: _nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 3000),
    "deep-controls.docx": lambda: _nested(
        "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 30_000
    ),
    "note-in-itself.docx": _noted,
    "entities.docx": lambda: _document(
        par("&a;"), '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "entities-utf16.docx": _exploding,
    "climbing.docx": lambda: _document(par(SENTENCE), **{"../../climbed.xml": "<a/>"}),
    "script.docx": _linked,
    "field.docx": _field,
}


# --- PDF -----------------------------------------------------------------------------------------

CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = "<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
    "/Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>"
)
SAYS = f"BT /F1 12 Tf 1 0 0 1 50 700 Tm ({SENTENCE}) Tj ET ".encode()
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >>"
FLATE = "/Filter /FlateDecode"


def _objects(*objects: str | bytes, trailer: str = "") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        raw = body.encode() if isinstance(body, str) else body
        out += b"%d 0 obj\n" % number + raw + b"\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    end = f"trailer << {trailer} /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}"
    return out + f"{head}{end}\n%%EOF\n".encode()


def _stream(content: bytes, keys: str = "") -> bytes:
    head = f"<< /Length {len(content)} {keys} >>".encode()
    return head + b"\nstream\n" + content + b"\nendstream"


def _page(contents: str | bytes, *more: bytes, trailer: str = "") -> bytes:
    objects = more or (_stream(b""),)
    return _objects(CATALOG, ONE_PAGE, FONT, PAGE, contents, *objects, trailer=trailer)


def _kids(*numbers: int) -> str:
    listed = " ".join(f"{number} 0 R" for number in numbers)
    return f"<< /Type /Pages /Kids [{listed}] /Count {len(numbers)} >>"


def _flat(content: bytes) -> bytes:
    return zlib.compress(content, 6)


def _branches() -> Sequence[str]:
    return [_kids(*[number] * 10) for number in range(3, 10)]


PDF: dict[str, Callable[[], bytes]] = {
    "kids-in-themselves.pdf": lambda: _objects(CATALOG, _kids(2)),
    "kids-of-each-other.pdf": lambda: _objects(CATALOG, _kids(3, 3), _kids(2, 2)),
    "ten-million-pages.pdf": lambda: _objects(
        CATALOG, *_branches(), "<< /Type /Page /MediaBox [0 0 9 9] >>"
    ),
    "previous-table.pdf": lambda: _page(_stream(SAYS), trailer="/Prev 9"),
    "form-in-itself.pdf": lambda: _page(
        _stream(SAYS + b"/X Do"), _stream(b"/X Do", FORM.format(6))
    ),
    "forms-in-forms.pdf": lambda: _page(
        _stream(SAYS + b"/X Do"),
        *(_stream(b"/X Do " * 10, FORM.format(number)) for number in range(7, 15)),
        _stream(b""),
    ),
    "bomb-of-spaces.pdf": lambda: _page(_stream(_flat(b" " * 100_000_000), FLATE)),
    "bomb-of-words.pdf": lambda: _page(_stream(_flat(SAYS * 600_000), FLATE)),
    "bomb-in-a-bomb.pdf": lambda: _page(
        _stream(_flat(_flat(b" " * 200_000_000)), "/Filter [/FlateDecode /FlateDecode]")
    ),
    "length-of-itself.pdf": lambda: _page(b"<< /Length 5 0 R >>\nstream\nBT ET\nendstream"),
    "deep-arrays.pdf": lambda: _page("[" * 20_000 + "]" * 20_000),
    "script.pdf": lambda: _objects(
        CATALOG.replace(">>", "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"),
        *(ONE_PAGE, FONT, PAGE, _stream(SAYS), _stream(b"")),
    ),
}
MADE = {**TEXTS, **DOCX, **PDF}


# --- projects ------------------------------------------------------------------------------------

_TIMES = re.compile(r"⟨(\d+) × (.+?)⟩(?!⟩)")
_LETTER = re.compile(r"⟨U\+([0-9A-F]+)⟩")


def written(text: str) -> bytes:
    """What a fixture means: letters that cannot be seen, many of a kind, a byte that is no text."""
    text = _TIMES.sub(lambda m: m[2] * int(m[1]), text)
    text = _LETTER.sub(lambda m: chr(int(m[1], 16)), text)
    return text.encode().replace(b"BYTE", b"\xff")


def make_project(root: Path, text: str) -> None:
    """Write the files and links of a fixture below *root*; ``DIGEST`` is that of the seed."""
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, content = part.split("\n", 1)
        name, _, target = head.partition(" → ")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if target:
            path.symlink_to(target)
            continue
        seed = path.with_name("seed.txt")
        digest = sha256(seed.read_bytes()).hexdigest() if seed.is_file() else ""
        path.write_bytes(written(content.replace("DIGEST", digest)))
