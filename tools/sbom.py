"""python tools/sbom.py FILE: what a release is made of, from requirements.txt, as CycloneDX 1.6.

The same lock gives the same bytes: no time, no serial number.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "plugins"))

from briefing import __version__  # noqa: E402 (it needs the path)

COMMAND = ("-W", "ignore", "-m", "cyclonedx_py", "requirements", "--output-reproducible")
FORM = (
    "--spec-version",
    "1.6",
    "--output-format",
    "JSON",
    "--pyproject",
    "pyproject.toml",
    "-o",
    "-",
)


def parts() -> str:
    """The list, with our release and what it names itself: that, the program cannot know."""
    command = [sys.executable, *COMMAND, *FORM, "requirements.txt"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    bom = json.loads(made)
    own = bom["metadata"]["component"]
    own |= {"version": __version__, "purl": f"pkg:pypi/{own['name']}@{__version__}"}
    named = re.findall(r"^[\w.-]+", (ROOT / "requirements.in").read_text("utf-8"), re.MULTILINE)
    direct = {name.lower() for name in named}
    refs = [part["bom-ref"] for part in bom["components"] if part["name"].lower() in direct]
    for row in bom["dependencies"]:
        if row["ref"] == own["bom-ref"]:
            row["dependsOn"] = sorted(refs)
    return json.dumps(bom, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(parts(), "utf-8")
