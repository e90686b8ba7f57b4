"""What comes in from elsewhere, and what goes out with a release: nothing that is not named."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import briefing
from briefing import commands
from briefing.arguments import parser
from command import ROOT
from installed import clean

SITE = ROOT / "plugins/briefing/newsite/site"
FOLDERS = (ROOT / ".github", SITE / ".github")
WORKFLOWS = [path for folder in FOLDERS for path in sorted((folder / "workflows").glob("*.yml"))]
LOCKS = [*sorted(ROOT.glob("requirements*.txt")), ROOT / "bench/requirements.txt"]
NODE_LOCKS = [
    ROOT / folder / "package-lock.json" for folder in ("bench", "tests", "tools/lighthouse")
]
USES = re.compile(r"uses: +(?P<action>[\w./-]+)@(?P<digest>\S+)(?: # (?P<version>\S+))?$")
WRITES = {
    "deploy.yml deploy": {"pages", "id-token"},
    "links.yml look": {"issues"},
    "release.yml publish": {"contents"},
}
"""Every job that may write anything, and what. One that may change what readers get runs no file of
the repository; in one that may write issues, a single step is given the means to do so."""


@cache
def loaded(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def jobs(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in loaded(path)["jobs"].items():
        yield f"{path.name} {name}", job


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- workflows -----------------------------------------------------------------------------------


def findings(*folders: Path) -> list[str]:
    """What zizmor has to say of the workflows in *folders*."""
    program = str(Path(sys.executable).with_name("zizmor"))
    command = [program, "--offline", "--no-progress", "--quiet", "--format", "json"]
    done = subprocess.run(
        [*command, *map(str, folders)], capture_output=True, text=True, check=False
    )
    return [finding["ident"] for finding in json.loads(done.stdout)]


def test_one_who_would_break_in_finds_no_way(tmp_path: Path) -> None:
    assert findings(*FOLDERS) == []
    bad = tmp_path / ".github/workflows"
    bad.mkdir(parents=True)
    text = (FOLDERS[0] / "workflows/check.yml").read_text("utf-8")
    loose = re.sub(r"@[0-9a-f]{40} # v(\d+)\S+", r"@v\1", text)
    (bad / "check.yml").write_text(loose, "utf-8")
    assert "unpinned-uses" in findings(tmp_path / ".github")


def test_each_action_is_one_digest_with_its_version_everywhere() -> None:
    pins: dict[str, set[tuple[str, str]]] = {}
    for path in WORKFLOWS:
        for line in path.read_text("utf-8").splitlines():
            if "uses:" in line:
                match = USES.search(line)
                assert match, f"{path.name}: {line}"
                assert re.fullmatch(r"[0-9a-f]{40}", match["digest"]), line
                assert re.fullmatch(r"v\d+\.\d+\.\d+", match["version"] or ""), line
                pins.setdefault(match["action"], set()).add((match["digest"], match["version"]))
    assert pins
    assert {action: len(found) for action, found in pins.items() if len(found) > 1} == {}


def test_the_workflow_in_the_documentation_is_as_good_as_ours(tmp_path: Path) -> None:
    """`test_shelf` does what it says: shares printed apart are one site."""
    shown = re.search(r"```yaml\n(.*?)```", (ROOT / "docs/scale.md").read_text("utf-8"), re.DOTALL)
    assert shown
    path = tmp_path / ".github/workflows/shares.yml"
    path.parent.mkdir(parents=True)
    path.write_text(shown[1], "utf-8")
    assert findings(path.parent.parent) == []
    ours = "\n".join(workflow.read_text("utf-8") for workflow in WORKFLOWS)
    known, used = (set(re.findall(r"uses: .+", text)) for text in (ours, shown[1]))
    assert used
    assert used <= known
    workflow = loaded(path)
    shares = workflow["jobs"]["share"]["strategy"]["matrix"]["share"]
    assert shares == list(range(1, workflow["env"]["SHARES"] + 1))
    steps = [step for _, job in jobs(path) for step in job["steps"]]
    runs = [step["run"].split(" -m briefing ")[1] for step in steps if "-m briefing" in str(step)]
    assert len(runs) == 2
    for words in runs:
        line = words.replace("$SHARES", "4").replace("$SHARE", "4")
        assert parser().parse_args(shlex.split(line)).run is commands.build
    makes = {s["run"].split()[1] for s in steps if s.get("run", "").startswith("make ")}
    for makefile in (ROOT, SITE):
        text = (makefile / "Makefile").read_text("utf-8")
        assert all(f"\n{target}: " in text for target in makes)


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_a_workflow_may_do_nothing_but_what_its_jobs_name(path: Path) -> None:
    workflow = loaded(path)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 reads `on` as true
    for name, job in jobs(path):
        assert job["timeout-minutes"] <= 60
        allowed = {scope for scope, right in job["permissions"].items() if right == "write"}
        assert allowed == WRITES.get(name, set()), name
        steps = job["steps"]
        checkouts = [step for step in steps if "actions/checkout@" in step.get("uses", "")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)
        if allowed and checkouts:
            assert allowed == {"issues"}, f"{name} may write, and runs the repository's files"
        assert "token" not in json.dumps([workflow.get("env"), job.get("env")])
        assert sum("github.token" in json.dumps(step) for step in steps) <= 1


def test_every_list_of_packages_is_looked_after() -> None:
    updates = loaded(FOLDERS[0] / "dependabot.yml")["updates"]
    watched = {
        (update["package-ecosystem"], folder)
        for update in updates
        for folder in update.get("directories", [update.get("directory")])
    }
    node = {f"/{lock.parent.relative_to(ROOT).as_posix()}" for lock in NODE_LOCKS}
    assert node == {folder for kind, folder in watched if kind == "npm"}
    assert {("pip", "/"), ("pip", "/bench")} <= watched
    site = f"/{SITE.relative_to(ROOT).as_posix()}/.github/workflows"
    assert {("github-actions", "/"), ("github-actions", site)} <= watched
    audit = (ROOT / "tools/audit").read_text("utf-8")
    assert all(folder.removeprefix("/") in audit for folder in node)
    assert "schedule" in loaded(FOLDERS[0] / "workflows/audit.yml")[True]


# --- locks ---------------------------------------------------------------------------------------


def locked(lock: Path) -> dict[str, str]:
    """Each name and release of a lock, with all that is said of it."""
    text = re.sub(r"^ *#.*\n", "", lock.read_text("utf-8"), flags=re.MULTILINE)
    rows = text.replace("\\\n", " ").splitlines()
    return {row.split(" ", 1)[0]: row for row in rows if row.strip()}


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_a_lock_names_one_release_with_its_hashes_and_no_address(lock: Path) -> None:
    rows = locked(lock)
    assert rows
    for name, row in rows.items():
        assert re.fullmatch(r"[a-z0-9.-]+(?:\[[\w,-]+\])?==[\w.+!-]+", name), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", row), name
    assert "://" not in lock.read_text("utf-8")


def test_a_pin_names_the_extras_that_others_ask_for() -> None:
    """Without them pip takes the newest release for an extra, and refuses it for want of a hash:
    an install that worked fails on the day of that release."""
    pins = [Requirement(pin) for pin in locked(ROOT / "requirements-dev.txt")]
    extras = {canonicalize_name(pin.name): set(map(canonicalize_name, pin.extras)) for pin in pins}
    here = {canonicalize_name(found.name): found for found in distributions()}
    asked = [
        wanted
        for name in extras.keys() & here.keys()
        for wanted in map(Requirement, here[name].requires or ())
        if not wanted.marker
        or any(wanted.marker.evaluate({"extra": e}) for e in ("", *extras[name]))
    ]
    assert any(wanted.extras for wanted in asked)
    for wanted in asked:
        missing = {*map(canonicalize_name, wanted.extras)} - extras[canonicalize_name(wanted.name)]
        assert not missing, wanted


def test_what_stands_in_the_small_lock_stands_in_each_of_the_same_release() -> None:
    small = set(locked(ROOT / "requirements.txt"))
    named = {pin.split("==")[0] for pin in small}
    for lock in ROOT.glob("requirements*.txt"):
        assert {pin for pin in locked(lock) if pin.split("==")[0] in named} <= small, lock.name


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=name_of)
def test_a_lock_of_node_packages_holds_their_digests(lock: Path) -> None:
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    assert [name for name, row in packages.items() if name and "integrity" not in row] == []


# --- releases ------------------------------------------------------------------------------------


def test_the_list_of_parts_is_valid_says_what_the_lock_says_and_no_more(tmp_path: Path) -> None:
    files = [tmp_path / seed / "sbom.cdx.json" for seed in ("1", "2")]
    runs = [
        subprocess.Popen(
            [sys.executable, str(ROOT / "tools/sbom.py"), str(file)],
            cwd=tmp_path,
            env=clean(PYTHONHASHSEED=file.parent.name),
        )
        for file in files
    ]
    assert [run.wait() for run in runs] == [0, 0]
    texts = [file.read_text("utf-8") for file in files]
    assert texts[0] == texts[1]
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(texts[0]) is None
    bom = json.loads(texts[0])
    parts = {f"{part['name']}=={part['version']}" for part in bom["components"]}
    assert parts == set(locked(ROOT / "requirements.txt"))
    assert all(part["externalReferences"][0]["hashes"] for part in bom["components"])
    own = bom["metadata"]["component"]
    assert (own["name"], own["version"]) == ("pelican-briefing", briefing.__version__)
    (direct,) = (row["dependsOn"] for row in bom["dependencies"] if row["ref"] == own["bom-ref"])
    asked = re.findall(r"^\w", (ROOT / "requirements.in").read_text("utf-8"), re.MULTILINE)
    assert len(direct) == len(asked)


def test_a_release_brings_all_that_is_made() -> None:
    release = (FOLDERS[0] / "workflows/release.yml").read_text("utf-8")
    assert "make wheel sbom" in release
    assert "gh release create" in release
    assert "SHA256SUMS" in release
