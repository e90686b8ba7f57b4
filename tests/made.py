"""Files as editors find them, made here: a PDF letter by letter, a DOCX out of its XML."""

import io
import zipfile
from collections.abc import Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)

Line = tuple[float, float, float, str]
"""A line of a page: how far from the left and from the foot, its letters' size, its words."""


def pdf(pages: Sequence[Sequence[Line]], title: str = "", author: str = "") -> bytes:
    """A PDF with *pages* of lines in Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids = []
    for lines in pages:
        stream = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_in_pdf(text)}) Tj ET"
            for x, y, size, text in lines
        )
        number = len(objects) + 1
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number} 0 R >>"
        )
        kids.append(f"{number + 1} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(
        f"<< /Title ({_in_pdf(title)}) /Author ({_in_pdf(author)}) /CreationDate (D:20240311) >>"
    )
    return _written(objects)


def _in_pdf(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _written(objects: Sequence[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
            f"startxref\n{start}\n%%EOF\n"
        ).encode()
    )


def column(x: float, top: float, lines: Sequence[str], size: float = 10) -> list[Line]:
    """*lines* one below the other; an empty one leaves a gap."""
    return [(x, top - 12 * n, size, line) for n, line in enumerate(lines) if line]


def docx(body: str, **parts: str) -> bytes:
    """A DOCX whose body is *body*; ``footnotes``, ``comments``, ``rels``, ``core`` are XML too."""
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
    }
    wrap = {"footnotes": "footnotes", "comments": "comments", "styles": "styles", "header1": "hdr"}
    for name, tag in wrap.items():
        if name in parts:
            files[f"word/{name}.xml"] = f"<w:{tag} {W} {R}>{parts[name]}</w:{tag}>"
    if "rels" in parts:
        relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        files["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{relations}">{parts["rels"]}</Relationships>'
        )
    if "core" in parts:
        files["docProps/core.xml"] = (
            f"<cp:coreProperties {CORE}>{parts['core']}</cp:coreProperties>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in files.items():
            file.writestr(zipfile.ZipInfo(name, (2024, 3, 11, 0, 0, 0)), text)
    return out.getvalue()


def par(*runs: str, style: str = "", extra: str = "") -> str:
    """A paragraph of *runs*; what does not begin with ``<`` is words."""
    props = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    props = f"<w:pPr>{extra}</w:pPr>" if extra else props
    return f"<w:p>{props}{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def run(text: str, props: str = "", tag: str = "t") -> str:
    styled = f"<w:rPr>{props}</w:rPr>" if props else ""
    return f'<w:r>{styled}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
