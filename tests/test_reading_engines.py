"""What concerns layout and text, in Chromium, Firefox and WebKit alike (READING, section 18)."""

import pytest

from engines import Engine
from leftward import SLUG, leftward_site
from serving import Serve
from test_site import BRIEFING, emended_seed

PAGES = ("index.html", BRIEFING, "claims/index.html", "facts/visa-regimes/index.html")

OVERLAPS = """
const boxes = [...document.querySelectorAll('.n')].map(n => [n.id, n.getBoundingClientRect()]);
const end = document.querySelector('.body').getBoundingClientRect().bottom;
const wrong = boxes.filter(([, b]) => b.height < 20 || b.bottom > end + 1).map(([id]) => id);
boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
  const apart = a.bottom <= b.top + .5 || b.bottom <= a.top + .5;
  const beside = a.right <= b.left + .5 || b.right <= a.left + .5;
  if (!apart && !beside) wrong.push(one + ' over ' + other);
}));
return [boxes.length, wrong];
"""

UNDERLINES = """
const red = getComputedStyle(document.querySelector('.r')).color;
const marks = [...document.querySelectorAll('.body mark')];
return [marks.length, marks.filter(mark => {
  const s = getComputedStyle(mark);
  return s.textDecorationLine != 'underline' || s.textDecorationColor != red
    || s.textDecorationThickness != '1px';
}).map(mark => mark.textContent)];
"""

# For each mark, 25 characters of its paragraph on either side of it, as a reader would type them.
ACROSS = """
const wrong = [], marks = [...document.querySelectorAll('.body a.r')];
for (const mark of marks) {
  const range = document.createRange(), block = mark.closest('p, figcaption, li, td, blockquote');
  const words = node => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll('[data-ours]').forEach(ours => ours.remove());
    return copy.textContent.replace(/\\s+/g, ' ');
  };
  range.selectNodeContents(block);
  range.setEndBefore(mark);
  const before = words(range.cloneContents());
  range.selectNodeContents(block);
  range.setStartAfter(mark);
  const phrase = (before.slice(-25) + words(range.cloneContents()).slice(0, 25)).trim();
  const selection = getSelection();
  selection.removeAllRanges();
  scrollTo(0, 0);
  if (!find(phrase, true, false, true)) wrong.push('not found: ' + phrase);
  else if (![mark, mark.previousSibling].some(node => selection.containsNode(node, true)))
    wrong.push('found elsewhere: ' + phrase);
}
return [marks.length, wrong];
"""

VISIBLE_NOTES = """
const notes = [...document.querySelectorAll('.n')];
return [notes.length, notes.filter(n => n.getClientRects().length && n.innerText.trim()
  && getComputedStyle(n).visibility == 'visible').length];
"""

SWITCH = "document.getElementById(arguments[0]).click()"
TEXT = """
return [...document.querySelectorAll('.body > :not(.vh)')].filter(e => e.getClientRects().length)
  .map(e => e.innerText).join(' ').replace(/\\s+/g, ' ').trim();
"""
HIDDEN = """
return [...document.querySelectorAll('td.then, td.now, .tn .then, .tn .now')].reduce((seen, e) => {
  seen[getComputedStyle(e).visibility][e.classList.contains('then') ? 0 : 1]++;
  return seen;
}, {visible: [0, 0], hidden: [0, 0]});
"""


@pytest.mark.parametrize("width", [1440, 1024, 896])
def test_no_two_notes_overlap_and_none_passes_the_text(
    engine: Engine, published_site: str, width: int
) -> None:
    engine.open(published_site + BRIEFING, width)
    count, wrong = engine.run(OVERLAPS)
    assert (count >= 24, wrong) == (True, [])


@pytest.mark.parametrize("width", [1440, 390])
def test_the_words_of_notes_are_underlined_and_found_across_marks(
    engine: Engine, published_site: str, width: int
) -> None:
    engine.open(published_site + BRIEFING, width)
    for script in (UNDERLINES, ACROSS):
        count, wrong = engine.run(script)
        assert (count >= 24, wrong) == (True, [])


@pytest.mark.parametrize("width", [1440, 390])
def test_without_scripts_every_note_is_shown(
    engine: Engine, scriptless_site: str, width: int
) -> None:
    engine.open(scriptless_site + BRIEFING, width)
    assert engine.run("return document.documentElement.className") == ""
    notes, shown = engine.run(VISIBLE_NOTES)
    assert notes == shown >= 24


def test_the_switches_work_without_scripts(engine: Engine, scriptless_site: str) -> None:
    engine.open(scriptless_site + BRIEFING, 1440)
    engine.run(SWITCH, "t-then")
    then = engine.run(HIDDEN)
    engine.run(SWITCH, "t-now")
    now = engine.run(HIDDEN)
    assert then["hidden"][0] == then["visible"][1] == 0 < then["hidden"][1]
    assert now["hidden"][1] == now["visible"][0] == 0 < now["hidden"][0]

    engine.run(SWITCH, "v-src")
    assert engine.run(TEXT) == emended_seed()
    engine.run(SWITCH, "v-ann")
    assert engine.run(TEXT) != emended_seed()


@pytest.mark.parametrize("width", [1440, 1024, 896, 390, 320])
def test_nothing_scrolls_sideways(engine: Engine, published_site: str, width: int) -> None:
    for path in PAGES if width in (1440, 320) else (BRIEFING,):
        engine.open(published_site + path, width)
        assert engine.run("return document.documentElement.scrollWidth <= innerWidth"), path


# --- from right to left ---------------------------------------------------------------------------

ARABIC = f"briefings/{SLUG}/index.html"
APART = """
const words = [...document.querySelectorAll('.body > p, .body > figure > figcaption')].map(p => {
  const range = document.createRange();
  range.selectNodeContents(p);
  return [...range.getClientRects()].filter(r => r.width > 2);
}).flat();
return [...document.querySelectorAll('.n')].filter(n => {
  const b = n.getBoundingClientRect();
  return words.some(w => w.left < b.right && b.left < w.right
    && w.top < b.bottom && b.top < w.bottom);
}).map(n => n.id);
"""
OUR_FACES = "return getComputedStyle(document.querySelector('.body')).fontFamily.startsWith('Nr')"
WAYS = """
const way = selector => getComputedStyle(document.querySelector(selector)).direction;
const arrow = getComputedStyle(document.querySelector('.fb .tn i')).scale;
return [way('html'), way('h1'), way('.body > p'), way('.n > p'), way('.fb'), arrow[0] == '-'];
"""


@pytest.fixture(scope="module")
def leftward(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> dict[str, str]:
    """An English and an Arabic site of an English and an Arabic text: their addresses."""
    return {
        language: serve(leftward_site(tmp_path_factory.mktemp(language), language))
        for language in ("en-GB", "ar")
    }


@pytest.mark.parametrize(
    ("site", "page", "ways", "widths"),
    [
        ("en-GB", ARABIC, ["ltr", "rtl", "rtl", "ltr", "ltr", False], (1440, 390)),
        ("ar", ARABIC, ["rtl", "rtl", "rtl", "rtl", "rtl", True], (896,)),
        ("ar", BRIEFING, ["rtl", "ltr", "ltr", "rtl", "rtl", True], (1440, 896, 390)),
    ],
    ids=["Arabic in English", "all Arabic", "English in Arabic"],
)
def test_words_from_right_to_left_have_their_notes_beside_them(
    engine: Engine,
    leftward: dict[str, str],
    site: str,
    page: str,
    ways: list[object],
    widths: tuple[int, ...],
) -> None:
    for width in widths:
        engine.open(leftward[site] + page, width)
        assert engine.run(WAYS) == ways
        assert engine.run(OUR_FACES) is (page == BRIEFING)
        assert engine.run("return document.documentElement.scrollWidth <= innerWidth"), width
        count, wrong = engine.run(UNDERLINES)
        assert (count >= 5, wrong) == (True, [])
        if width >= 896:
            count, wrong = engine.run(OVERLAPS)
            assert (count >= 5, wrong) == (True, [])
        assert engine.run(APART) == [], width
