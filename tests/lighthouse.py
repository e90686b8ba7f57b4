"""Lighthouse's scores for the index and the briefing: a report to read, not a test."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from browser import FLAGS, NAMES
from command import ROOT, build
from engines import program_of
from pictures import BRIEFING
from serving import PackedHandler, serving

PROGRAM = ROOT / "tools/lighthouse/node_modules/.bin/lighthouse"
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


def scores(url: str) -> Iterator[str]:
    """A line for each category of the page at *url*, with what costs points below it."""
    flags = f"--chrome-flags=--headless {' '.join(FLAGS)}"
    categories = f"--only-categories={','.join(WANTED)}"
    done = subprocess.run(
        [str(PROGRAM), url, "--output=json", "--quiet", flags, categories],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHROME_PATH": program_of(NAMES)},
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    report = json.loads(done.stdout)
    for name, least in WANTED.items():
        category = report["categories"][name]
        score = round(100 * category["score"])
        yield f"  {score:3} {name}" + ("" if score >= least else f", below {least}")
        for audit in category["auditRefs"]:
            result = report["audits"][audit["id"]]
            if audit["weight"] and result["score"] is not None and result["score"] < 0.9:
                yield f"      {result['title']}: {result.get('displayValue', '')}".rstrip(": ")


def main() -> None:
    with TemporaryDirectory() as built:
        output = build(Path(built, "output"), "https://example.org")
        with serving(output, handled_by=PackedHandler) as site:
            for page in ("", BRIEFING):
                sys.stdout.write(f"/{page}\n")
                sys.stdout.writelines(f"{line}\n" for line in scores(site + page))


if __name__ == "__main__":
    main()
