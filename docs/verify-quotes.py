"""Is every note's quotation at its place? python verify-quotes.py output/briefings/SLUG"""

import json
import sys
from pathlib import Path

text = Path(sys.argv[1], "source.txt").read_text(encoding="utf-8")
for note in json.loads(Path(sys.argv[1], "annotations.jsonld").read_text("utf-8"))["items"]:
    for target in note["target"] if isinstance(note["target"], list) else [note["target"]]:
        if isinstance(target["selector"], list) and len(target["selector"]) == 2:
            quote, place = target["selector"]
            found = text[place["start"] : place["end"]]
            assert found == quote["exact"], f"{note['id']}: '{found}' stands there"
