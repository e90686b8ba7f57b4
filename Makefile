# Two environments: .venv holds what building needs and no more, so every `make site` proves that
# the small lock suffices; .venv-dev holds that and the test tools. Both are made when a lock changes.
# Programs run as `python -m`, not as bin/ scripts: their first line breaks in a folder with a space.

PYTHON ?= python3
PORT ?= 8000
BUILD := .venv/bin/python
DEV := .venv-dev/bin/python

export PYTHON
export PYTHONPATH := plugins

.PHONY: help site bench bench-large check release report check-links stale serve import extractors dask pdf test screenshots shots lighthouse paint fuzz soak messages schemas lint format lock wheel sbom audit clean

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 18

# PUBLIC_URL, given on the command line or in the environment, reaches the build by itself.
site: .venv/.complete ## Build the site into output/ (PUBLIC_URL=address for publishing)
	@$(BUILD) -m briefing build

check: .venv/.complete ## Say what is wrong in the content, without building
	@$(BUILD) -m briefing check

release: .venv/.complete ## Keep what readers are told from now on, and what changed (WHY="reason")
	@$(BUILD) -m briefing release --why "$$WHY"

report: .venv/.complete ## Say what was done to the notes, and what is left to do (SINCE=commit)
	@$(BUILD) -m briefing report --since "$(SINCE)"

check-links: .venv/.complete ## Visit the sources' addresses (needs a network; REPORT=file.md)
	@$(BUILD) -m briefing links $(if $(REPORT),--report "$(REPORT)")

stale: .venv/.complete ## Say what is due for another look today (TODAY=2026-11-24 REPORT=file.md)
	@$(BUILD) -m briefing stale --on "$(TODAY)" $(if $(REPORT),--report "$(REPORT)")

serve: .venv/.complete ## Show the site on this machine, built anew at each change (PORT=8000)
	@$(BUILD) -m briefing serve --port $(PORT)

import: .venv/.complete ## Draft an article from a text, page, PDF or DOCX (FILE=path SLUG=name KEEP=… CHANGES=…)
	@test -n "$(FILE)$(SEED)" || { echo 'Say which file: make import FILE=path' >&2; exit 1; }
	@$(BUILD) -m briefing import "$(or $(FILE),$(SEED))" --slug "$(SLUG)" --keep $(KEEP) --changes "$(CHANGES)"

pdf: .venv/.complete ## Build the site with a PDF of each briefing, for screen readers too (PDF/UA)
	@tools/venv --add .venv requirements-pdf.txt
	@$(BUILD) -m briefing build --pdf

extractors: .venv/.complete ## Install what reading PDF and comparing changed texts need
	@tools/venv --add .venv requirements-import.txt

dask: .venv/.complete ## Install what importing a folder in several processes, or on a cluster, needs
	@tools/venv --add .venv requirements-dask.txt

test: lint ## Test everything: style, types, and the built site in a real browser
	@tools/system-deps
	@tools/npm tests
	$(DEV) -m pytest --cov --numprocesses logical --dist loadfile $(PYTEST)

screenshots: .venv-dev/.complete ## Renew the pictures that the tests compare (tests/screenshots)
	@tools/system-deps
	@$(DEV) tests/pictures.py states tests/screenshots

shots: .venv-dev/.complete ## Renew the pictures of the documentation (docs/img)
	@tools/system-deps
	@$(DEV) tests/pictures.py docs docs/img

lighthouse: .venv-dev/.complete ## Report what Lighthouse thinks of the index and the briefing
	@tools/system-deps
	@tools/npm tools/lighthouse
	@$(DEV) tests/lighthouse.py

paint: .venv-dev/.complete ## Report when a phone on a slow line paints each page
	@tools/system-deps
	@$(DEV) tests/firstpaint.py

bench: build/bench/venv/.complete ## Time builds of 1, 100 and 1,000 articles against four other programs (REPEATS=rounds)
	@$(BUILD) bench/run.py 1 100 1000 $(if $(REPEATS),--repeats $(REPEATS))

bench-large: build/bench/venv/.complete ## The same with 10,000 articles too, which takes an hour or more
	@$(BUILD) bench/run.py 1 100 1000 10000 $(if $(REPEATS),--repeats $(REPEATS))

fuzz: .venv-dev/.complete ## Try the properties of the format on many more texts than `make test` does
	HYPOTHESIS_PROFILE=long $(DEV) -m pytest tests/test_properties.py

soak: .venv-dev/.complete ## Kill each command and fill its disk at hundreds of moments
	@PYTHONPATH=plugins:tests $(DEV) tests/soak.py $(or $(COUNT),1000)

messages: .venv-dev/.complete ## Gather the interface's words for translators (plugins/briefing/locale)
	@PYTHON=$(DEV) tools/messages

schemas: .venv-dev/.complete ## Renew the hints that editors get while typing YAML (.vscode/schemas)
	@$(DEV) tools/schemas.py .vscode/schemas

lint: .venv-dev/.complete ## Check the code's style and types
	$(DEV) -m ruff check
	$(DEV) -m ruff format --check
	$(DEV) -m mypy

format: .venv-dev/.complete ## Put the code into the house style
	$(DEV) -m ruff check --fix
	$(DEV) -m ruff format

wheel: .venv-dev/.complete ## Make what `pip install` takes: a wheel and its source, in dist/
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(DEV) -m build --quiet --no-isolation --outdir dist .
	@ls dist

sbom: .venv-dev/.complete ## List what a release is made of, in dist/sbom.cdx.json (CycloneDX)
	@$(DEV) tools/sbom.py dist/sbom.cdx.json

audit: .venv-audit/.complete ## Ask whether a weakness is known in anything that is installed
	@tools/audit

lock: ## Renew the locks from the .in files (needs uv)
	@tools/lock

clean: ## Delete all that was made: output, environments, caches
	rm -rf output .cache .output-* .preview* ..preview* .venv .venv-dev .venv-audit build dist plugins/*.egg-info .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/.complete: requirements.txt tools/venv
	@tools/venv .venv requirements.txt

.venv-dev/.complete: requirements-dev.txt tools/venv
	@tools/venv .venv-dev requirements-dev.txt

# The programs that `make bench` compares ours with. Without Node there is one fewer.
build/bench/venv/.complete: .venv/.complete bench/requirements.txt bench/package-lock.json
	@mkdir -p build/bench
	@cp bench/package.json bench/package-lock.json bench/.npmrc build/bench
	@command -v npm >/dev/null && tools/npm build/bench || echo "Eleventy is left out: it needs Node and npm."
	@tools/venv build/bench/venv bench/requirements.txt

.venv-audit/.complete: requirements-audit.txt tools/venv
	@tools/venv .venv-audit requirements-audit.txt
