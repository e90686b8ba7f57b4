"""A folder of files becomes seeds with articles: the same in one process, in two, on a cluster."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from briefing.__main__ import main
from briefing.archive import import_archive, serially
from briefing.diagnostics import Severity
from briefing.seedfolder import NotImportedError, Wishes
from briefing.spread import Workers, engine_of
from briefing.survey import survey
from briefing.taking import import_file
from command import ROOT, UNMEASURED, briefing
from project import copy_project, digests

Result = tuple[int, str, str, dict[str, str]]
ENVIRON = {**UNMEASURED, "PYTHONPATH": str(ROOT / "plugins")}
ENTITIES = """cuba:
  kind: country
  name: Cuba
  description: An island in the Caribbean.
"""
PAGE = """<!doctype html><html lang="en"><head><title>On Ports</title></head><body><article>
<h1>On Ports</h1><p>The ministry said in 2013 that the harbour would be deeper.</p>
<p>Nothing came of it, as far as the papers of that year can show us today.</p>
</article><nav>News Sport</nav></body></html>"""
TAKEN: dict[str, str | bytes] = {
    "Harbour dues.txt": "Harbour dues\n\nThe council raised the dues by 4 percent in 1921.\n",
    "1921/ports.html": PAGE,
    "1921/may/minutes.md": "# Minutes\n\nThe chair called the vote, and Cuba was named.\n",
    "latin.txt": "Tarifas\n\nEl año de la conexión.\n".encode("latin-1"),
}
NOT_TAKEN: dict[str, tuple[str | bytes, str]] = {
    "empty.txt": ("", "empty.txt is empty: there is no text to import"),
    "map.png": (b"\x89PNG\r\n", "map.png is a picture"),
    "a/tolls.txt": ("Tolls\n\nOne text.\n", "'tolls' as b/Tolls.md would: rename it"),
    "b/Tolls.md": ("Tolls\n\nAnother text.\n", "'tolls' as a/tolls.txt would: rename it"),
    "c/copy.txt": ("Tolls\n\nOne text.\n", "it is the same as a/tolls.txt"),
    "!!!.txt": ("Signs\n\nA text.\n", "'!!!' cannot be an address"),
}
SEEDS = {"harbour-dues", "ports", "minutes", "latin"}


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)


def project(folder: Path) -> Path:
    copy_project(folder, ("theme", "pelicanconf.py"))
    (folder / "content").mkdir()
    (folder / "content/entities.yaml").write_text(ENTITIES, "utf-8")
    return folder


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    write(folder, {**TAKEN, **{name: content for name, (content, _) in NOT_TAKEN.items()}})
    write(folder, {"twice.txt": TAKEN["Harbour dues.txt"]})
    write(folder, {".hidden.txt": "Hidden\n\nNot a text.\n", ".git/notes.txt": "Notes\n\nNone.\n"})
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More files than a batch or two hold."""
    folder = tmp_path_factory.mktemp("many")
    write(folder, {**TAKEN, **{name: content for name, (content, _) in NOT_TAKEN.items()}})
    write(
        folder, {f"t{n:02}.txt": f"Text {n}\n\n" + f"In {1900 + n} Cuba. " * 9 for n in range(70)}
    )
    return folder


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory, many: Path) -> Result:
    return imported(project(tmp_path_factory.mktemp("serial") / "project"), many)


def imported(root: Path, archive: Path, *more: str) -> Result:
    done = briefing("import", archive, *more, cwd=root)
    return done.returncode, done.stdout, done.stderr, digests(root)


def test_each_file_of_a_folder_that_can_be_taken_is(tmp_path: Path, archive: Path) -> None:
    root = project(tmp_path / "project")
    status, said, complaints, files = imported(root, archive)
    assert status == 1
    assert said.splitlines()[-1] == "11 files: 4 drafted, 1 there already, 6 not taken"
    told = complaints.splitlines()
    assert len(told) == len(NOT_TAKEN)
    for line, (name, (_, why)) in zip(told, sorted(NOT_TAKEN.items()), strict=True):
        assert line.startswith(f"{archive / name}: "), line
        assert why in line
    assert {name.split("/")[1] for name in files if name.startswith("seeds/")} == SEEDS
    assert "News Sport" in (root / "seeds/ports/left-out.md").read_text("utf-8")
    assert [d.message for d in survey(root).found if d.severity is Severity.ERROR] == []


def test_the_next_run_does_what_is_missing(tmp_path: Path, archive: Path) -> None:
    root = project(tmp_path / "project")
    before = imported(root, archive)[3]
    article = root / "content/briefings/latin.md"
    article.write_text(edited := article.read_text("utf-8") + "\nMine.\n", "utf-8")
    shutil.rmtree(root / "seeds/ports")
    (root / "content/briefings/ports.md").unlink()
    (root / "content/briefings/minutes.md").rename(root / "seeds/minutes/article.md")
    (root / "seeds/.ports-999999").mkdir()  # what a run that was killed has left
    status, said, _, after = imported(root, archive)
    assert status == 1
    assert said.splitlines()[-1] == "11 files: 2 drafted, 3 there already, 6 not taken"
    assert article.read_text("utf-8") == edited
    assert {**after, "content/briefings/latin.md": ""} == {
        **before,
        "content/briefings/latin.md": "",
    }
    assert not (root / "seeds/.ports-999999").exists()


def test_one_file_alone_gives_the_same_as_its_folder(tmp_path: Path, archive: Path) -> None:
    root, alone = project(tmp_path / "folder"), project(tmp_path / "alone")
    files = imported(root, archive)[3]
    for name in TAKEN:
        import_file(alone, archive / name, Wishes())
    assert digests(alone) == files


def test_two_processes_make_the_same_as_one(tmp_path: Path, many: Path, serial: Result) -> None:
    spread = imported(project(tmp_path / "spread"), many, "--engine", "dask", "--workers", "2")
    assert serial[0] == 1
    assert len(serial[3]) > 3 * 70
    assert spread == serial


@contextmanager
def cluster(path: Path, workers: int) -> Iterator[str]:
    """A cluster that somebody else has started; its workers find programs at *path*."""
    script = (
        "import sys; from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        f"  with LocalCluster(n_workers={workers}, threads_per_worker=1, host='127.0.0.1',"
        " dashboard_address=None) as cluster:\n"
        "    print(cluster.scheduler_address, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**ENVIRON, "PYTHONPATH": str(path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.communicate("")


def test_a_cluster_that_runs_is_taken_by_its_address(
    tmp_path: Path, many: Path, serial: Result
) -> None:
    with cluster(ROOT / "plugins", 1) as address:
        root = project(tmp_path / "cluster")
        assert imported(root, many, "--engine", "dask", "--cluster", address) == serial


def test_a_worker_without_this_program_is_told_of(tmp_path: Path, archive: Path) -> None:
    root = project(tmp_path / "project")
    with cluster(tmp_path, 1) as address:
        status, said, complaint, files = imported(
            root, archive, "--engine", "dask", "--cluster", address
        )
    assert (status, said) == (1, "")
    assert "the worker tcp://127.0.0.1:" in complaint
    assert "has no 'briefing': install" in complaint
    assert not [name for name in files if name.startswith("seeds/")]


def running(root: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "briefing", "import", folder, "--engine", "dask", "--workers", "1"],
        cwd=root,
        env=ENVIRON,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_the_first(root: Path) -> None:
    until = time.monotonic() + 30
    while not list(root.glob("content/briefings/*.md")):
        assert time.monotonic() < until
        time.sleep(0.005)


def workers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def test_what_a_killed_worker_had_is_done_again(tmp_path: Path, many: Path, serial: Result) -> None:
    root = project(tmp_path / "killed")
    process = running(root, many)
    wait_for_the_first(root)
    for worker in (workers := workers_of(process)):
        worker.kill()
    said, complaints = process.communicate(timeout=60)
    assert len(workers) == 1
    assert (process.returncode, said, complaints, digests(root)) == serial


def test_ctrl_c_ends_all_processes_and_leaves_whole_files(
    tmp_path: Path, many: Path, serial: Result
) -> None:
    root = project(tmp_path / "interrupted")
    process = running(root, many)
    wait_for_the_first(root)
    workers = workers_of(process)
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint == "Interrupted: every file is whole. Run the command again to finish.\n"
    assert not [worker for worker in workers if worker.is_running()]
    assert imported(root, many)[3] == serial[3]


POISONED = """
import os, signal, sys
from briefing import seedfolder, spread
from briefing.__main__ import main

def poisoned(batch, known):
    if any(b"POISON" in given.data for given in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return seedfolder.made_of_each(batch, known)

if __name__ == "__main__":
    spread.made_of_each = poisoned
    sys.exit(main(sys.argv[1:]))
"""


def test_a_file_that_ends_its_reader_stops_no_other(tmp_path: Path) -> None:
    root, archive, script = project(tmp_path / "project"), tmp_path / "a", tmp_path / "main.py"
    write(archive, {f"t{n}.txt": f"Text {n}\n\nWords of it.\n" for n in range(3)})
    write(archive, {"bomb.txt": "Bomb\n\nPOISON\n"})
    script.write_text(POISONED, "utf-8")
    done = subprocess.run(
        [sys.executable, script, "import", archive, "--engine", "dask", "--workers", "1"],
        cwd=root,
        env=ENVIRON,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "4 files: 3 drafted, 0 there already, 1 not taken" in done.stdout
    assert f"{archive / 'bomb.txt'}: to read it ended each process that tried" in done.stderr
    assert (root / "content/briefings/t2.md").is_file()


def test_what_does_not_go_together_is_told(
    tmp_path: Path,
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project(tmp_path / "project"))
    dask, folder = ("--engine", "dask"), str(archive)
    for said, *given in (
        ("go with --engine dask", folder, "--workers", "2"),
        ("say --cluster or", folder, *dask, "--cluster", "tcp://x:1", "--workers", "2"),
        ("are for one file", folder, "--slug", "x"),
        ("are for a folder", f"{folder}/latin.txt", *dask),
    ):
        assert main(["import", *given]) == 2
        assert said in capsys.readouterr().err


def test_a_folder_of_the_projects_own_or_without_files_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "empty").mkdir()
    for folder, said in ((root, "own"), (root / "content", "own"), (root / "empty", "no file")):
        with pytest.raises(NotImportedError, match=said):
            import_archive(root, folder, "", serially)


def test_without_dask_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotImportedError, match="needs Dask, which is not installed: 'make dask'"):
        engine_of(Workers())
