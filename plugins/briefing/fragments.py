"""The address of words on another page, as a text fragment."""

from __future__ import annotations

from urllib.parse import quote as percent_encoded

from .selector import ELLIPSIS


def text_fragment(url: str, words: str) -> str:
    """The address that leads to *words* on the page at *url*; "" if either is missing.

    ``first words … last words`` leads to all of the passage between them. A fragment that *url*
    has already is kept: a browser that does not know the directive goes there.

    Source: WICG Scroll to Text Fragment, syntax: dash, ampersand and comma are percent-encoded.
    """
    parts = [part for part in ELLIPSIS.split(words.strip()) if part]
    if not url or not parts:
        return ""
    ends = parts if len(parts) == 1 else [parts[0], parts[-1]]
    encoded = (percent_encoded(part, safe="").replace("-", "%2D") for part in ends)
    address = url.partition(":~:")[0]
    return f"{address}{'' if '#' in address else '#'}:~:text={','.join(encoded)}"
