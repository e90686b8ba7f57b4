"""Open formats: one a file, each a pure function from what was written to text."""

import json


def as_json(value: object) -> str:
    """JSON as we publish it: readable, in Unicode, the order of keys as given."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
