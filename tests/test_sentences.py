"""Sentences are told apart in every script, and names are found in those without spaces."""

import pytest

from briefing.article import read_article
from briefing.coverage import coverage
from briefing.diagnostics import TextFile
from briefing.edition import read_edition
from briefing.sentences import sentences, whole_words


@pytest.mark.parametrize(
    "text",
    [
        "He left.| Then U. S. envoys came!| “Why?”| (Nobody knew.)| $5 was lost.| 5 more.",
        "Mr. Smith met Gen. Díaz on May 5, e.g. in Rome... and left.| The end",
        "See option b.| The rest",
        "Es una isla.| ¿Quién manda?| ¡Viva la República!| Él calla.| «Así es».| Fin.",
        "Il part.\u00a0» dit-elle.| «\u00a0Où\u00a0?\u00a0»| Élie É. Zola rit.| À demain",
        "Er sagt: „Nein.“| „Ja.“| Ödön geht.",
        "Он ушёл.| Она осталась.| И. Е. Репин писал.",
        "日本国総理大臣は、…訪問した。|両国は「隣国。」|である！？|外交関係を樹立する。|GDPは2.5%増。|A。|B",
        "他说……我们走。|“好！”|走吧。",
        "그는 갔다.| 왜?| 네.| 그녀는 남았다.",
        "ذهب الوزير.| هل عاد؟| لا أحد يعلم!| \u200fالنهاية",
        "وہ گیا۔| وہ آئی۔| آخر",
        "वह गया।| वह आई।| अंत",
        "ის წავიდა.| ის დარჩა.",
        "Նա գնաց։| Նա մնաց։",
        "Γιατί.| Ήρθε.",
    ],
)
def test_each_sentence_ends_where_it_does(text: str) -> None:
    whole = text.replace("|", "")
    assert "|".join(whole[start:end].rstrip() for start, end in sentences(whole)) == "|".join(
        part.strip() for part in text.split("|")
    ).replace("| ", "|")


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["アルダニー王国", "王国"], "日本は<アルダニー王国>を訪問した。この<王国>は"),
        (["北京市", "北京"], "在<北京市>和<北京>的"),
        (["ไทย", "ลาว"], "ประเทศ<ไทย>และ<ลาว>"),
        (["កម្ពុជា"], "នៅ<កម្ពុជា>មាន"),
        (["မြန်မာ"], "နေ<မြန်မာ>ပြည်"),
        (["G7諸国", "EU"], "同日、<EU>は<G7諸国>と。AG7諸国 EUR EU-中国 <EU>"),
        (["CELAC", "Río"], "<CELAC>, Russia-CELAC, CELACs; <Río>, Ríos. \\Río"),
        (["نور"], "<نور> والنور"),
    ],
)
def test_a_name_stands_alone_where_its_script_has_spaces(names: list[str], text: str) -> None:
    pattern = whole_words(names)
    assert pattern
    given = text.replace("<", "").replace(">", "")
    assert pattern.sub(lambda match: f"<{match[0]}>", given) == text


@pytest.mark.parametrize(
    ("text", "front", "counts"),
    [
        (
            "[総理大臣は訪問した][^a]。両国は隣国である。\n\n[外交関係を樹立する][^a]。貿易額は増えた。",
            "",
            (4, 2, 0, 2),
        ),
        ("[Es así][^a]. ¡Viva la República!", "no-claim: [¡Viva la República!]", (2, 1, 1, 0)),
    ],
)
def test_the_ledger_counts_sentences(
    text: str, front: str, counts: tuple[int, int, int, int]
) -> None:
    head = f"title: T\nseed: a\nsummary: S\nedition: 2026-11-24\n{front}"
    given = f"---\n{head}\n---\n\n{text}\n\n[^a]: A note.\n"
    article = read_article(TextFile("a.md", given))
    edition, _ = read_edition(article, "a")
    assert edition
    seen = coverage(article, edition, article.annotations)
    assert (seen.total, seen.checked, seen.no_claim, seen.not_looked_at) == counts
