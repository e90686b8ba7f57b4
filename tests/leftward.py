"""Sites with words from right to left: an Arabic text in an English site, both in an Arabic one."""

from hashlib import sha256
from pathlib import Path

from command import briefing
from project import change, copy_project

SLUG = "rights"
TEXT = """
يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.
وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.

لكل إنسان حق التمتع بكافة الحقوق والحريات الواردة في هذا الإعلان (1948)، دون أي تمييز.

لكل فرد الحق في الحياة والحرية وسلامة شخصه.
"""
"""The Universal Declaration of Human Rights, articles 1 to 3, the second shortened."""
WORDS = ("أحرارا متساوين", "عقلا وضميرا", "بروح الإخاء", "بكافة الحقوق والحريات", "سلامة شخصه")
NOTE = "A note of ours, in English, on these words: it says what came of them since (1948)."


def leftward_site(folder: Path, language: str) -> Path:
    """This repository's site in *language*, with one more briefing: an Arabic text."""
    project = copy_project(folder / "project")
    (project / "content/pages/how-we-check.md").unlink()  # it counts the claims of the real site
    change(
        project / "pelicanconf.py",
        'LANG = DEFAULT_LANG = "en-GB"',
        f'LANG = DEFAULT_LANG = "{language}"',
    )
    seed = project / "seeds" / SLUG
    seed.mkdir()
    text = TEXT.lstrip()
    (seed / "seed.txt").write_text(text, "utf-8")
    digest = sha256(text.encode()).hexdigest()
    (seed / "seed.yaml").write_text(
        f"file: seed.txt\nsha256: {digest}\ntitle: الإعلان العالمي لحقوق الإنسان\n"
        "issued: 1948-12-10\nlanguage: ar\n",
        "utf-8",
    )
    notes = ""
    for number, words in enumerate(WORDS, 1):
        text = text.replace(words, f"[{words}][^n{number}]")
        kind = ".claim verdict=supported source=euiss-2021" if number == 1 else ".update"
        notes += f"\n[^n{number}]: {{{kind} as-of=2026-11-20}} {NOTE}\n"
    front = (
        f"title: الإعلان العالمي لحقوق الإنسان\nsummary: A text.\nedition: 2026-11-20\nseed: {SLUG}"
    )
    article = project / f"content/briefings/{SLUG}.md"
    box = "\n::: factbox brics\n:::\n"
    article.write_text(f"---\n{front}\n---\n\n{text}{box}{notes}", "utf-8")
    done = briefing("build", "--output", "output", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "output"
