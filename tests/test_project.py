"""What an editor meets: a word changed, a day mistyped, a build that fails and harms nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.exports.siteindex import NAME, SIGN
from command import briefing
from project import ARTICLE, SEED, change, copy_project, digests, leave_behind

Break = Callable[[Path], str]


def word_of_the_body(project: Path) -> str:
    line, column = change(project / ARTICLE, "as a counterweight", "as a competitor")
    return f"{ARTICLE}:{line}:{column + 5}: error[text-differs]: 'competitor'"


def word_of_the_seed(project: Path) -> str:
    change(project / SEED / "seed.txt", "rapidly increased", "slowly increased")
    line, column = place_of(project / SEED / "seed.yaml", "sha256:")
    return f"{SEED}/seed.yaml:{line}:{column}: error[seed-changed]:"


def source_of_a_note(project: Path) -> str:
    old = 'source="sela-def santiago-declaration-2013"}\n    A slip'
    line, column = change(project / ARTICLE, old, old.replace("sela-def", "sela-dfe"))
    return (
        f"{ARTICLE}:{line}:{column + len('source=') + 1}: error[source-unknown]: "
        "unknown source 'sela-dfe'"
    )


def day_of_a_fact(project: Path) -> str:
    facts = project / "content/facts/brics.yaml"
    line, column = change(facts, "since: 2010-12-24", "since: 2010-12-42")
    return f"content/facts/brics.yaml:{line}:{column + len('since: ')}: error[date-unreadable]:"


def day_that_moves_a_count(project: Path) -> str:
    change(project / "content/facts/brics.yaml", "since: 2010-12-24", "since: 2013-12-24")
    line, column = place_of(project / ARTICLE, "fact:brics.count@2013-05-29")
    return f"{ARTICLE}:{line}:{column}: error[fact-differs]: the text says '5', the fact says '4'"


def tab_in_yaml(project: Path) -> str:
    line, _ = change(project / "content/facts/brics.yaml", "labels:\n  count:", "labels:\n\tcount:")
    return f"content/facts/brics.yaml:{line + 1}:1: error[yaml-unreadable]:"


def emendation_that_fits_nothing(project: Path) -> str:
    old = 'seed: "Original url:"'
    line, column = change(project / SEED / "seed.yaml", old, 'seed: "Original address:"')
    return f"{SEED}/seed.yaml:{line}:{column}: error[emendation-unmatched]:"


def place_of(path: Path, words: str) -> tuple[int, int]:
    text = path.read_text(encoding="utf-8")
    at = text.index(words)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


BREAKS: tuple[Break, ...] = (
    word_of_the_body,
    word_of_the_seed,
    source_of_a_note,
    day_of_a_fact,
    day_that_moves_a_count,
    tab_in_yaml,
    emendation_that_fits_nothing,
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


@pytest.mark.parametrize("break_it", BREAKS, ids=lambda b: b.__name__)
def test_a_fault_stops_the_build_and_is_named_at_its_place(project: Path, break_it: Break) -> None:
    output = project / "output"
    output.mkdir()
    (output / "index.html").write_text("the last good site", encoding="utf-8")
    (output / NAME).write_text(SIGN, encoding="utf-8")
    before = digests(output)
    expected = break_it(project)

    done = briefing("build", cwd=project)

    assert done.returncode == 1
    assert expected in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert digests(output) == before
    assert not list(project.glob(".output-*")), "the failed build was left lying about"


def test_all_faults_come_out_in_one_run(project: Path) -> None:
    expected = [break_it(project) for break_it in (word_of_the_body, day_of_a_fact)]

    done = briefing("build", cwd=project)

    assert all(line in done.stderr for line in expected), done.stderr
    assert "2 errors: nothing was built" in done.stderr


def test_a_file_that_cannot_be_read_is_one_fault_not_many(project: Path) -> None:
    expected = tab_in_yaml(project)
    sources = project / "content/sources.yaml"
    sources.write_text("\t" + sources.read_text("utf-8"), encoding="utf-8")

    done = briefing("build", cwd=project)

    assert expected in done.stderr
    assert "content/sources.yaml:1:1: error[yaml-unreadable]" in done.stderr
    assert "2 errors: nothing was built" in done.stderr, done.stderr


def test_two_builds_are_the_same_bytes_whatever_is_hidden_beside(tmp_path: Path) -> None:
    places = {
        "one": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        "two/deeper": {"PYTHONHASHSEED": "77", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"},
    }
    built: list[dict[str, str]] = []
    for name, environ in places.items():
        project = copy_project(tmp_path / name)
        if built:
            leave_behind(project)
        done = briefing("build", cwd=project, **environ)
        assert done.returncode == 0, done.stderr
        built.append(digests(project / "output"))
    assert built[0] == built[1]
    assert len(built[0]) > 10


def test_a_broken_plugin_stops_the_build(project: Path) -> None:
    (project / "plugins/briefing").mkdir(parents=True)
    (project / "plugins/briefing/__init__.py").write_text("import no_such_module\n")
    done = briefing("build", cwd=project, PYTHONPATH="plugins")
    assert done.returncode != 0
    assert not (project / "output").exists()


def test_outside_a_project_the_command_says_where_to_run_it(tmp_path: Path) -> None:
    done = briefing("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "pelicanconf.py" in done.stderr


def test_check_names_the_faults_without_building(project: Path) -> None:
    expected = word_of_the_body(project)
    done = briefing("check", cwd=project)
    assert done.returncode == 1
    assert expected in done.stdout
    assert not (project / "output").exists()


def test_check_speaks_githubs_form_in_its_actions(project: Path) -> None:
    word_of_the_body(project)
    done = briefing("check", cwd=project, GITHUB_ACTIONS="true")
    assert f"::error file={ARTICLE},line=" in done.stdout


def test_a_strict_check_fails_on_warnings(project: Path) -> None:
    assert briefing("check", cwd=project).returncode == 0
    assert briefing("check", "--strict", cwd=project).returncode == 1
