"""The forms of furniture: what is set aside, and what looks like it and is kept."""

from collections.abc import Callable

import pytest

from briefing.breaks import CUT
from briefing.escaping import all_signs, escaped
from briefing.forms import (
    address,
    bare,
    byline,
    is_caption,
    is_column,
    is_contact,
    is_copyright,
    is_cut,
    is_lead,
    is_page_furniture,
    is_page_line,
    is_title,
    written_date,
)
from briefing.furniture import recognise
from briefing.proposals import words_of
from briefing.seed import words_of_seed

SENTENCE = "The harbour has been closed to all ships for more than a year."
SECOND = "It will be opened again when the wall has been built."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("May 29, 2013", "2013-05-29"),
        ("Wednesday, May 29, 2013", "2013-05-29"),
        ("Sept. 5, 2013", "2013-09-05"),
        ("29 May 2013", "2013-05-29"),
        ("29th of May, 2013", "2013-05-29"),
        ("Sun, 2 Jun 2013", "2013-06-02"),
        ("2013-05-29", "2013-05-29"),
        ("2013-05-29T10:00:00Z", "2013-05-29"),
        ("Date: 2013/05/29", "2013-05-29"),
        ("29.05.2013", "2013-05-29"),
        ("29/05/2013", "2013-05-29"),
        ("05/29/2013", "2013-05-29"),
        ("Published: 29 May 2013 10:32 GMT", "2013-05-29"),
        ("Updated on May 30, 2013 at 10:32 a.m.", "2013-05-30"),
        ("May 2013", "2013-05"),
        ("1972年9月29日", "1972-09-29"),
        ("１９７２年９月２９日（金）", "1972-09-29"),
        ("一九七二年九月二十九日", "1972-09-29"),
        ("二〇一三年十月", "2013-10"),
        ("1972년 9월 29일", "1972-09-29"),
        ("14 de abril de 1931", "1931-04-14"),
        ("Martes, 14 de Abril de 1931", "1931-04-14"),
        ("abril de 1931", "1931-04"),
        ("1º de março de 1931", "1931-03-01"),
        ("le 1er août 1931", "1931-08-01"),
        ("14. Oktober 1931", "1931-10-14"),
        ("14 апреля 1931 г.", "1931-04-14"),
        ("15 آذار/مارس 1956", "1956-03-15"),
        ("١٥ مارس ١٩٥٦", "1956-03-15"),
        ("Mars 2020", None),
        ("5 de septiembre de 2515", None),
        ("14 listopada 1931", None),
        ("14 de brumario de 1931", None),
        ("15 آذار/أبريل 1956", None),
        ("昭和47年9月29日", None),
        ("1972年13月29日", None),
        ("05/06/2013", None),
        ("31 February 2013", None),
        ("2013", None),
        ("May 29", None),
        ("In May 2013 it rained", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    found = written_date(text)
    assert (str(found) if found else None) == day


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By A. Writer", "A. Writer"),
        ("BY THE HARBOUR MASTER", "THE HARBOUR MASTER"),
        ("Delivered by the harbour master", "the harbour master"),
        ("Author: A. Writer", "A. Writer"),
        ("By A. Writer and B. Writer, Staff Writers", "A. Writer and B. Writer, Staff Writers"),
        ("Written by A. Writer (a@harbour.example)", "A. Writer"),
        ("By then the fleet had left.", None),
        ("By dawn the fleet had left", None),
        ("By 1931", None),
        ("Bystanders", None),
    ],
)
def test_bylines(text: str, name: str | None) -> None:
    assert byline(text) == name


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://harbour.example/x", "https://harbour.example/x"),
        ("<https://harbour.example/x>", "https://harbour.example/x"),
        ("Original url: https://harbour.example/x", "https://harbour.example/x"),
        ("Available at https://harbour.example/x.", "https://harbour.example/x"),
        ("The plan can be read at https://harbour.example", None),
        ("See https://harbour.example/x", None),
        ("harbour.example", None),
    ],
)
def test_addresses(text: str, url: str | None) -> None:
    assert address(text) == url


@pytest.mark.parametrize(
    ("form", "yes", "no"),
    [
        (is_lead, "Original url:", "The river rose."),
        (is_lead, "Originally published at", "The source of all this trouble is not yet known"),
        (is_contact, "Contact the author at a@harbour.example", "We wrote to a@harbour.example"),
        (is_contact, "a@harbour.example", "harbour.example"),
        (is_copyright, "© 2024 Harbour Office. All rights reserved.", "Copyright is a right."),
        (is_page_furniture, "Share this article", "Share the burden"),
        (is_page_furniture, "ADVERTISEMENT", "Advertisement has changed"),
        (is_page_furniture, "Read more: The storm", "Read more books."),
        (is_page_furniture, "Comments (3)", "Comments were few"),
        (is_page_line, "Page 3 of 12", "page three"),
        (is_page_line, "- 3 -", "1931"),
        (is_title, "On the North Quay", "On the North Quay, we met."),
        (is_title, "U.S. Seeks a Quay", "We met there. It was late"),
        (is_caption, "The quay at dawn. **A. Writer**", "It was a **disaster**"),
        (is_caption, "The quay at dawn (Photo: A. Writer)", "It was signed by the fund (CELAC)."),
        (is_caption, "The quay. (A. Writer / Agency)", "The quay. (See page 3)"),
    ],
)  # fmt: skip
def test_lines(form: Callable[[str], bool], yes: str, no: str) -> None:
    assert (form(yes), form(no)) == (True, False)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("By [A. Writer](#)", "By A. Writer"),
        ("## **On** the *quay* ##", "On the *quay*"),
        ("<https://harbour.example>", "https://harbour.example"),
        (r"\$7 and \[8\]", "$7 and [8]"),
    ],
)
def test_bare_words(source: str, words: str) -> None:
    assert bare(source) == words


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        (r"It is home to many states and producing \$7", "trillion in annual GDP.", True),
        (
            "The wall of the harbour is to be built for a sum of no more than a mere",
            r"\$7 trillion",
            True,
        ),
        (SENTENCE, "and a day.", False),
        (SENTENCE.rstrip("."), "It will be opened.", False),
        ("We need for the wall:", "stone.", False),
        ("Bread", "and butter", False),
        ("The figures of the last year", "33 states joined.", False),
    ],
)
def test_cut_sentences(before: str, after: str, cut: bool) -> None:  # noqa: FBT001
    assert is_cut(before, after, past_page=False) is cut


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        (["The boats  ", "that came  ", "home were  ", "met by a  ", "small crowd."], True),
        (["The boats came", "The crowd met", "The lamp burnt", "The night fell", "The end"], False),
        (["The boats", "that came", "home"], False),
        ([SENTENCE, "and so", "it will", "be kept", "until then"], False),
    ],
)
def test_columns(lines: list[str], column: bool) -> None:  # noqa: FBT001
    assert is_column(lines) is column


@pytest.mark.parametrize(
    ("head", "title", "author", "day"),
    [
        ("# On Quays\n\nBy A. Writer\n\nMay 3, 2013\n\n", "On Quays", "A. Writer", "2013-05-03"),
        ("On Quays\nBy A. Writer\n2013-05-03\n\n", "On Quays", "A. Writer", "2013-05-03"),
        ("On Quays\n====\n\nBy A. Writer | 3 May 2013\n\n", "On Quays", "A. Writer", "2013-05-03"),
        ("On Quays\n\nBy A. Writer, May 3, 2013\n\n", "On Quays", "A. Writer", "2013-05-03"),
        ("3 May 2013\n\n**On Quays**\n\nOn Quays\n\n", "On Quays", "", "2013-05-03"),
        ("On Quays\n\nUpdated 4 May 2013\n\n3 May 2013\n\n", "On Quays", "", "2013-05-03"),
        (f"On Quays\n\n{SENTENCE}\n\nBy A. Writer\n\n", "On Quays", "A. Writer", "None"),
        ("", "", "", "None"),
    ],
)  # fmt: skip
def test_what_stands_above_the_text(head: str, title: str, author: str, day: str) -> None:
    found = recognise(f"{head}{SENTENCE}\n\n{SECOND}\n")
    assert (found.title, found.author, str(found.issued)) == (title, author, day)
    assert all(edit.reads is None for edit in found.edits)
    lines = [line for line in head.splitlines() if line.strip("= ") and line != SENTENCE]
    assert len(found.edits) == len(lines)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("{0}\n\nShare\nTweet\nPrint\n\n{1}", ["Share", "Tweet", "Print"]),
        ("{0}\n\nAdvertisement\n\n{1}", ["Advertisement"]),
        ("{0}\n\n12\n\n{1}", []),
        ("{0} We\n\n12\n\nwait. {1}\n\n13\n\n{0}", ["12", "13"]),
        ("{0} We\n\n                    12\n\nwait. {1}\n\n                    13", ["12", "13"]),
        ("{0} We\n\nThe Office\n- 1 -\n\nwait. {1}\n\n- 2 -\n\n{0}", ["- 1 -", "- 2 -"]),
        ("On Quays\n\n1\n\n{0}\n\n2\n\n{1}\n\n3\n\n{0}", ["On Quays"]),
        ("On Quays\n\n- 1 -\n\n{0}\n\n- 2 -\n\n{1}", ["On Quays"]),
        ("{0} So:\n\n1\n\nthe boats that came home early\n\n2\n\nthe lamp.\n\n{1}", []),
        ("{0}\n\n9/11\n\n{1}", []),
        ("{0} We\n\n1 OF 2\n\nwait. {1}\n\n2 OF 2", ["1 OF 2", "2 OF 2"]),
        ("{0}\n\nPage 1 of 2\n\n{1}\n\nPage 2 of 2", ["Page 1 of 2", "Page 2 of 2"]),
        ("{0} We\n\nThe Office\n\nwait.\n\nThe Office\n\n{0}\n\nThe Office", ["The Office"] * 3),
        ("{0} We\n\nOffice 1\n\nwait.\n\nOffice 2\n\n{0}\n\nOffice 3",
         ["Office 1", "Office 2", "Office 3"]),
        ("{0}\n\nThe Master\n\n{1}\n\nThe Master\n\n{0}\n\nThe Master", []),
        ("{0}\n\nArticle 1\n\n{1}\n\nArticle 2\n\n{0}\n\nArticle 3\n\n{1}", []),
        ("{0} We\n\n1\n\nwait.\n\nArticle 1\n\n{1} We\n\n2\n\nwait.\n\nArticle 2\n\n{0}",
         ["1", "2"]),
        ("{0} The boats of that year were no more than\n\n33\n\nin all. {0}", []),
        ("{0}\n\nNever again!\n\n{1}\n\nNever again!\n\n{0}\n\nNever again!", []),
        ("{0}\n\nhttps://harbour.example/plan\n\n" + "{1}\n\n" * 7, []),
        ("{0}\n\n{1}\n\nSource:\n\nhttps://h.example/x", ["Source:", "https://h.example/x"]),
        ("{0} The plan is at\nhttps://harbour.example/plan", []),
        ("{0}\n\n© 2024 The Office\n\nContact: a@h.example", ["© 2024 The Office",
                                                               "Contact: a@h.example"]),
        ("{0}\n\n(a) on entry;\n\n(b) on leaving;\n\n(c) in no case twice.", []),
        ("{0} Boats pay (a) on entry;\n(b) on leaving;\n\n(c) 2024 and later, twice.", []),
        ("{0}\n\n(c) in no case twice.", []),
        ("{0}\n\n(C) 2024 The Office", ["(C) 2024 The Office"]),
        ("{0}\n\nCopyright by its nature ends\n\nCopyright held by none is free.", []),
        ("{0}\n\nAll rights reserved by the Crown pass to the town.", []),
        ("{0}\n\nCopyright © The Office, all rights reserved", [
            "Copyright © The Office, all rights reserved"]),
        ("これは最初の文です。\n\nこれは次の文です。", []),
        ("「港は閉じた。」\n\nこれは次の文です。", []),
        ("港は閉じた。船は来ない\n\nこれは次の文です。", []),
        ("港の再建\n\nこれは次の文です。", ["港の再建"]),
        ("बंदरगाह बंद है।\n\nयह दूसरा वाक्य है।", []),
        ("ท่าเรือปิดแล้ว\n\nเรือไม่มา", []),
        ("“We met.”\n\n{0}", []),
        ("Share", []),
    ],
)  # fmt: skip
def test_what_is_set_aside(text: str, aside: list[str]) -> None:
    received = text.format(SENTENCE, SECOND)
    edits = recognise(received).edits
    assert [received[edit.start : edit.end] for edit in edits if edit.reads is None] == aside


def test_a_sentence_is_joined_across_page_numbers_and_running_lines() -> None:
    page = "{}\n\nThe Harbour Office\n\n"
    received = (
        f"On Quays\n\n{SENTENCE.rstrip('.')} and\n\n{page.format(1)}North Quay too.\n\n"
        f"{SECOND.rstrip('.')} in\n\n{page.format(2)}stone. {SECOND}\n\n"
    )
    cuts = [edit for edit in recognise(received).edits if edit.why == CUT]
    assert [received[cut.start : cut.end].split() for cut in cuts] == [
        ["1", "The", "Harbour", "Office"],
        ["2", "The", "Harbour", "Office"],
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("{0}\n\nThe fast-\ngrowing town. {1}", "Line 3: is “fast-growing” one word"),
        ("{0}\n\nofficials said.", "Line 3: a paragraph begins in lower case"),
        ("{0}\n\n12\n\n{1}", "Line 3: is “12” a page number?"),
        ("{0}\n\n- 1 -\n\n{1}\n\n- 2 -\n\n{0}", "Line 3: is “- 1 -” a page number?"),
        (
            "{0}\n\nOffice 1\n\n{1}\n\nOffice 2\n\n{0}\n\nOffice 3\n\n{1}",
            "Line 3: lines like “Office 1” return 3 times",
        ),
        ("On Quays\n\n05/06/2013\n\n{0}\n\n{1}", "Line 3: “05/06/2013” can be two days"),
    ],
)
def test_suspicions(text: str, doubt: str) -> None:
    found = recognise(text.format(SENTENCE, SECOND))
    assert [line for line in found.suspicions if line.startswith(doubt)]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("{0}[^1] {1}", 1),
        ("{0}[^1][^2]", 2),
        ("{0} [as said][^1]", 1),
        ("{0}[^1]\n\n[^1]: {1}", 2),
        ("{0} [^] and [^a b]", 2),
        ("{0} `[^1]` and \\[^1]", 0),
        ("{0}\n\n::: note\n{1}\n:::", 2),
        ("{0}\n\n:::\n{1}", 1),
        ("> {0}[^1]\n>\n> - {1}[^2]", 2),
        ("- {0}\n  [^1]\n\n\t[^2]", 2),
    ],
)
def test_signs_that_our_markdown_would_claim(text: str, signs: int) -> None:
    received = text.format(SENTENCE, SECOND)
    found = list(all_signs(received))
    assert len(found) == signs
    assert not list(all_signs(escaped(received)))
    assert words_of(escaped(received)) == words_of_seed(received).flat
