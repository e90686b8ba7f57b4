"""A briefing's page as one file for a mail: nothing to fetch, and no script."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from html import escape, unescape

from .publication import Publication

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
POLICY = (
    "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'"
)
REST = r"""\b(?:[^>"']|"[^"]*"|'[^']*')*>"""
"""What follows a tag's name."""
PIECE = re.compile(
    rf"<(?P<whole>script|style|form|iframe|noscript){REST}.*?</(?P=whole)>\n?"
    rf"|<(?P<void>link|base){REST}\n?"
    rf"|<(?P<kept>meta|a|img){REST}"
    r"|(?P<title><title>)|(?P<end></head>)",
    re.DOTALL,
)
"""What is not in the file as it is in the page: what would fetch something, or would do nothing
(*whole*, *void*), what has an address (*kept*), and two places of the head."""
STYLE = re.compile(rf"<style{REST}(.*?)</style>", re.DOTALL)
ADDRESS = re.compile(r'\shref="([^"]*)"')
DESCRIPTION = re.compile(r'\salt="([^"]*)"')


def single_file(html: str, sheet: str, print_sheet: str, publication: Publication) -> str:
    """The page *html* with its styles in one block, which the page's own policy allows by its hash.

    Links within the page stay; others are in full where the site's address is known, and words
    where it is not. Fonts are left out: the reader's own are used.
    """
    own = "".join(STYLE.findall(html.partition("</head>")[0]))
    style, policy = _style(sheet, print_sheet, own)
    canonical = ""
    if publication.public_url:
        address = escape(publication.address("index.html"))
        canonical = f'<link rel="canonical" href="{address}">\n'

    def changed(piece: re.Match[str]) -> str:
        if piece["whole"] or piece["void"]:
            return ""
        if piece["title"]:
            return f"{policy}{piece[0]}"
        if piece["end"]:
            return f"<style>{style}</style>\n{canonical}{piece[0]}"
        return _kept(piece["kept"], piece[0], publication)

    return PIECE.sub(changed, html)


@lru_cache(maxsize=8)
def _style(sheet: str, print_sheet: str, own: str) -> tuple[str, str]:
    """The styles, and the lines of the head that allow them and nothing else."""
    style = FONT_FACE.sub("", f"{sheet}@media print{{{print_sheet}}}\n{own}")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    allowed = POLICY.format(digest)
    return style, (
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        '<meta name="robots" content="noindex">\n'
    )


def _kept(name: str, tag: str, publication: Publication) -> str:
    """A tag that may have an address, with the one it has away from the site."""
    if name == "meta":
        return "" if 'http-equiv="Content-Security-Policy"' in tag else tag
    if name == "img":
        words = DESCRIPTION.search(tag)
        return tag if ' src="data:' in tag else f"<span>{words[1] if words else ''}</span>"
    found = ADDRESS.search(tag)
    if found is None or found[1][:1] in ("", "#"):
        return tag
    address = publication.away(unescape(found[1]))
    there = f' href="{escape(address)}"' if address else ""
    return f"{tag[: found.start()]}{there}{tag[found.end() :]}"
