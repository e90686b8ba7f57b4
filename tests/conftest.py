"""Fixtures that every test may ask for: the built site, the site served, a browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from browser import PageAt, Visit, chromium, visiting
from command import SiteFor, build
from engines import ChromiumEngine, Engine, firefox, webkit
from installed import build_wheel, clean, wheels_of_lock
from serving import Serve, serving

SLOW = [HealthCheck.too_slow]
settings.register_profile(
    "fixed", derandomize=True, max_examples=200, deadline=None, suppress_health_check=SLOW
)
settings.register_profile("long", max_examples=5000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(scope="session")
def site_for(tmp_path_factory: pytest.TempPathFactory) -> SiteFor:
    """``site_for(public_url)``: this repository's site built for that address, once a session."""

    @cache
    def build_once(public_url: str) -> Path:
        return build(tmp_path_factory.mktemp("site") / "output", public_url)

    return build_once


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install` takes, built from this repository."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all that requirements.txt lists, for pip to take it from without a network."""
    return wheels_of_lock(tmp_path_factory.mktemp("wheels") / "locked")


@pytest.fixture(scope="session")
def environment(wheel: Path, wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty virtual environment into which pip has put the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--no-compile"]
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [*pip, "--no-index", "--find-links", str(wheels), str(wheel)],
    ):
        subprocess.run(command, check=True, env=clean(PIP_DISABLE_PIP_VERSION_CHECK="1"))
    return folder


@pytest.fixture(scope="session")
def built_site(site_for: SiteFor) -> Path:
    """The site as `make site` builds it. Not to be written to."""
    return site_for("")


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """``serve(folder, base="/", policy="")``: its root's address, there until the session ends."""
    with ExitStack() as servers:

        @cache
        def serve_once(folder: Path, base: str = "/", policy: str = "") -> str:
            return servers.enter_context(serving(folder, base, policy))

        yield serve_once


@pytest.fixture(scope="session")
def served_site(built_site: Path, serve: Serve) -> str:
    """The address of the built site's root, served at ``/``."""
    return serve(built_site)


@pytest.fixture(scope="session")
def published(site_for: SiteFor) -> Path:
    """The site as it is published: with an address, and with a repository to correct it in."""
    return site_for("https://example.org/repo")


@pytest.fixture(scope="session")
def published_site(published: Path, serve: Serve) -> str:
    """Its root's address, served where a project's site on GitHub Pages is."""
    return serve(published, "/repo/")


@pytest.fixture(scope="session")
def scriptless_site(published: Path, serve: Serve) -> str:
    """The same, where no script of any page runs."""
    return serve(published, "/repo/", "script-src 'none'")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session", params=["chromium", "firefox", "webkit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each of the three engines in turn, started once."""
    if request.param == "chromium":
        page = ChromiumEngine(request.getfixturevalue("browser"))
        yield page
        page.close()
        return
    with (firefox if request.param == "firefox" else webkit)() as running:
        yield running


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """``page_at(url, width=390, …)``: a `Visit`, as `visiting` says; closed after the test."""
    with ExitStack() as visits:

        def visit(url: str, **choices: Any) -> Visit:
            return visits.enter_context(visiting(browser, url, **choices))

        yield visit
