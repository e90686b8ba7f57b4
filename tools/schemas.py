"""Write .vscode/schemas/: what an editor's YAML may hold, as JSON Schemas with a hint for each key.

The keys come from the tables that the reader itself uses; a key without a hint here, and a hint
without a key, are refused. Draft-07 is what VS Code's YAML extension knows best. A value has the
type that YAML 1.2 gives it there: ``2013`` is a number, ``2013-05`` a string; our reader takes
both as written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from briefing import edition, factfile, records, seedfile
from briefing.exports import csl
from briefing.listings import ENTITY_KINDS
from schema_parts import (
    EVIDENCE,
    TIERS,
    VALUE,
    Schema,
    address,
    day,
    days,
    flag,
    names,
    needed,
    one_of,
    record,
    rows,
    several,
    sources,
    text,
)

NOW = {"withdrawn": "The note is gone; its address says so, and why."}
VIEWS = {
    "membership": "Who belongs, and when: 'members'. Drawn as a map or a list of names.",
    "status": "Which of several values applies to each, and when: 'statuses' and 'values'.",
    "figures": "Numbers with a day: 'figures'.",
}
NOTE = text("Small print, shown to readers. Markdown.")
SEEN = one_of("Whether you have read it.", records.EVIDENCE, EVIDENCE, "seen")
HISTORY = record(
    "One change to what readers were told.",
    records.HISTORY_KEYS,
    {
        "date": day("When it was changed."),
        "about": text("What: a note's id, a fact's key, or 'edition'."),
        "was": text("What was published before."),
        "why": text("Why it is another now."),
        "now": one_of("Only of a note that is taken back.", records.NOW, NOW),
    },
    ["date"],
)
READING = record(
    "One of the values on which sources disagree.",
    factfile.READING_KEYS,
    {
        "value": text("What this source says."),
        "source": sources(),
        "counted": flag("Whether counts follow this reading; at most one does."),
        "days": text("Of a visa rule: for how many days."),
        "basis": text("Of a visa rule: what it rests on.", "agreement", "unilateral"),
        "note": NOTE,
    },
    ["value", "source"],
)
FACT = {
    "value": text("Which of the box's 'values' applies. Not needed of a member."),
    "since": day("The first day on which it holds; leave it out if not known."),
    "until": day("The first day on which it no longer holds; leave it out if it still does."),
    "attested": days("Days on which a source shows it, and no more."),
    "inferred": days("Days for which you conclude it from other days; the page says so."),
    "source": needed(sources()),
    "disputed": rows("In place of a value: all readings, each with its source.", "reading"),
    "days": text("Of a visa rule: for how many days."),
    "basis": text("Of a visa rule: what it rests on.", "agreement", "unilateral"),
    "holder": text("Who held the role, in words."),
    "evidence": SEEN,
    "note": NOTE,
}
FIGURE = record(
    "A number, or a word, with its day.",
    factfile.FIGURE_KEYS,
    {
        "value": needed(text("The number, without signs between its digits: 42161721, 0.205.")),
        "unit": text("Of what: 'persons', 'share of world output'."),
        "date": day("The day, month or year of the figure."),
        "source": needed(sources()),
        "disputed": rows("In place of a value: all readings, each with its source.", "reading"),
        "evidence": SEEN,
        "note": NOTE,
    },
    ["date"],
)
EVENT = record(
    "Something that happened on a day.",
    factfile.EVENT_KEYS,
    {
        "date": day("When it happened, or began."),
        "to": day("When it ended, if it took longer."),
        "event": text("What happened, in a sentence."),
        "about": several("Ids of entities, fact boxes and briefings that it concerns, in a list."),
        "core": flag("Whether it belongs to the shorter timeline."),
        "city": text("Where."),
        "country": text("Where: a two-letter code such as BR."),
        "source": sources(),
        "evidence": SEEN,
        "note": NOTE,
    },
    ["date", "event", "source"],
)
SOURCED = {"anyOf": [{"required": ["source"]}, {"required": ["disputed"]}]}
VALUED = {"anyOf": [{"required": ["value", "source"]}, {"required": ["disputed"]}]}
"""A value has a source; a disputed one has a source for each reading, and none of its own."""
STRETCH = "One stretch of time in which it held."
MEMBER = record(STRETCH, factfile.FACT_KEYS, FACT)
STATUS = record(STRETCH, factfile.FACT_KEYS, FACT | {"value": needed(FACT["value"])})
SERIES = {"type": "array", "items": {"$ref": "#/definitions/figure"}}
FACTS = {"type": "array", "items": {"$ref": "#/definitions/fact"}}
SUBJECT = "By a two-letter country code, or an id of content/entities.yaml."

FACT_BOX = record(
    "A fact box: dated facts on one subject, and how they are drawn.",
    factfile.BOX_KEYS,
    {
        "title": text("Its name, as readers see it."),
        "short": text("A shorter name, for lists."),
        "view": one_of("How it is drawn.", VIEWS, VIEWS),
        "as-of": day("When somebody last verified it."),
        "headline": several("What 'What changed' shows: 'count', or names of figures, in a list."),
        "labels": names("Words for readers: of 'count', and of each figure or role."),
        "lines": names("A line of at most twelve words for each headline."),
        "note": NOTE,
        "dispute": text(
            "On what informed sources disagree, and which the count follows. Markdown."
        ),
        "definition": text("What is counted, and how. Markdown."),
        "layout": text("A tile map: the name of a file in content/layouts/, without .yaml."),
        "values": names(
            "The values of a status box, in the order in which readers see them.",
            {"$ref": "#/definitions/value"},
        ),
        "members": names(f"Who is in, when. {SUBJECT}", FACTS),
        "statuses": names(
            f"Which value applies, when. {SUBJECT}",
            {"type": "array", "items": {"$ref": "#/definitions/status"}},
        ),
        "roles": names(
            "Who held a role, when: by the role's name, then as the members.",
            names(f"Who held it. {SUBJECT}", FACTS) | {"type": "object"},
        ),
        "figures": names("Numbers with a day, by a name of yours.", SERIES),
        "quantities": names(
            f"Numbers of each member, for sum(…). {SUBJECT}",
            names("By a name of yours, as 'population'.", SERIES) | {"type": "object"},
        ),
        "events": rows("Dated events of this subject.", "event"),
        "triggers": several("Names at whose first mention the importer places the box, in a list."),
        "history": rows("What changed in published facts, newest first.", "change"),
    },
    ["title", "view", "as-of"],
) | {
    "definitions": {
        "fact": MEMBER | SOURCED,
        "status": STATUS | VALUED,
        "reading": READING,
        "figure": FIGURE | VALUED,
        "event": EVENT,
        "change": HISTORY,
        "value": record(
            "One value of a status box.",
            factfile.VALUE_KEYS,
            {
                "label": text("What readers see."),
                "shape": text("Its sign.", "disc", "half", "ring", "ring-dot", "cross", "diamond"),
            },
        ),
    }
}
TIMELINE = record(
    "Dated events, in order.",
    factfile.TIMELINE_KEYS,
    {
        "title": text("The timeline's name."),
        "as-of": day("When somebody last went through it."),
        "events": rows("The events.", "event"),
    },
) | {"definitions": {"event": EVENT}}
AUTHOR = record(
    "One author.",
    records.AUTHOR_KEYS,
    {
        "family": text("Family name."),
        "given": text("Given name."),
        "literal": text("The whole name, of a body or of a person whose name has no such parts."),
    },
)
SOURCE = record(
    "One thing that notes and facts cite. Its key is its id.",
    records.SOURCE_KEYS,
    {
        "type": text("What sort of document, in CSL's words.", *sorted(csl.TYPES)),
        "title": text("Its title, in its own language."),
        "author": {
            "description": "One name, or a list of authors.",
            "type": [*VALUE, "null", "array"],
            "items": AUTHOR,
        },
        "publisher": text("Who published it."),
        "container-title": text("The newspaper, journal or site that it stands in."),
        "short": text("How notes name a publisher whose name is long."),
        "issued": day("When it was published."),
        "URL": address("Where it is; begins with https://."),
        "archive": address("Where an archived copy is, if there is one."),
        "language": text("The language that it is in: en, es, ru."),
        "accessed": day("When you read it."),
        "evidence": one_of("Whether you have read it.", records.EVIDENCE, EVIDENCE),
        "tier": one_of("How near to what happened it is.", records.TIERS, TIERS),
        "note": text("A remark for readers."),
    },
    ["type", "title", "evidence", "tier"],
)
ENTITY = record(
    "A person, body, country or thing that texts name. Its key is its id.",
    records.ENTITY_KEYS,
    {
        "kind": text("What it is.", *ENTITY_KINDS, "event", "product"),
        "name": text("Its name, as readers see it."),
        "also": several("Its other names in texts, in a list."),
        "names": names("Its name in other languages: {ru: …}."),
        "country": text("Of a country: its two-letter code, such as BR."),
        "description": text("Who or what it is, in a sentence."),
        "wikidata": text("Its number in Wikidata: Q123759."),
        "roles": rows("What it was, and when.", "role"),
        "source": sources(),
        "evidence": SEEN,
        "note": text("A remark for editors."),
    },
    ["kind", "name"],
)
ROLE = record(
    "What it was, and when.",
    records.ROLE_KEYS,
    {
        "role": text("Which: 'Minister of Foreign Affairs'."),
        "since": FACT["since"],
        "until": FACT["until"],
        "attested": FACT["attested"],
        "source": sources(),
        "evidence": SEEN,
        "note": text("A remark for editors."),
    },
)
LAYOUT = record(
    "Where each country's square stands on a tile map.",
    records.LAYOUT_KEYS,
    {
        "rows": several("Each row: two-letter codes parted by spaces, '..' for an empty place."),
        "title": text("What the map shows."),
    },
)
DIGEST = text("The file's SHA-256; 'make import' fills it in.")
SEED = record(
    "Where the text came from, and every way in which the article may differ from it.",
    seedfile.PROVENANCE_KEYS,
    {
        "file": text("The text as it was received; a file in this folder."),
        "sha256": DIGEST,
        "received": record(
            "The page, PDF or DOCX from which the text was taken.",
            seedfile.RECEIVED_KEYS,
            {"file": text("Its name in this folder."), "sha256": DIGEST},
            ["file", "sha256"],
        )
        | {"type": ["object", "null"]},
        "title": text("The text's title."),
        "author": text("Who wrote it."),
        "publisher": text("Who published it."),
        "issued": day("When it was published: what 'then' means on the page."),
        "url": address("Where it was found; begins with https://."),
        "retrieved": text("When it was taken from there."),
        "language": text("The language that it is in; en if absent.", "en", "es", "ru"),
        "rights": text("Whose it is, and why you may show it."),
        "emendations": rows("Every departure from the text as received.", "emendation"),
    },
    ["file", "sha256", "title", "issued"],
) | {
    "definitions": {
        "emendation": record(
            "One departure: give 'reads' for other words, or 'omit' to set the words aside.",
            seedfile.EMENDATION_KEYS,
            {
                "seed": text("The words exactly as they stand in the file, between double quotes."),
                "reads": text("What the article reads in their place."),
                "omit": text("What they are, if they are left out.", "page furniture"),
                "why": text("Why; printed on the page."),
                "occurrence": {
                    "description": "Which, counted from 1, where the words stand there twice.",
                    "type": "integer",
                    "minimum": 1,
                },
            },
            ["seed", "why"],
        )
        | {"oneOf": [{"required": ["reads"]}, {"required": ["omit"]}]}
    }
}
FRONT_MATTER = record(
    "What stands between the two lines '---' at the head of an article.",
    edition.KEYS,
    {
        "title": text("The headline, the source's own."),
        "seed": text("The folder in seeds/ that holds the source."),
        "slug": text("The address, where it is not the file's name."),
        "edition": day("The day for which this edition speaks: what 'now' means on the page."),
        "edition-number": text("Which edition it is; 1 if absent."),
        "summary": text("The standfirst: what the text says, and what became of it."),
        "by": text("Who annotated it."),
        "tags": {"description": "Pelican's tags, parted by commas."},
        "category": {"description": "Pelican's category."},
        "author": {"description": "Pelican's author."},
        "authors": {"description": "Pelican's authors."},
        "history": rows("What changed in published editions, newest first.", "change"),
        "no-claim": several("Quotations, one a sentence, that hold nothing to check."),
        "aliases": {
            "description": "Old addresses: [old-slug] of the article, {old-id: new-id} of notes.",
            "items": {"additionalProperties": {"type": [*VALUE, "null"]}},
            "additionalProperties": {"type": [*VALUE, "null"]},
        },
        "date": {"description": "Pelican's date."},
        "modified": {"description": "Pelican's day of the last change."},
        "status": {"description": "Pelican's status.", "enum": ["published", ""]},
        "lang": {"description": "The source's language; what seed.yaml says of it holds."},
        "template": {"description": "Pelican's template.", "enum": ["article", ""]},
    },
    ["title", "seed", "edition", "summary"],
) | {"definitions": {"change": HISTORY}}


def by_id(hint: str, each: Schema, **definitions: Schema) -> Schema:
    """A file whose keys are ids."""
    schema = {"description": hint, "type": ["object", "null"], "additionalProperties": each}
    return schema | ({"definitions": definitions} if definitions else {})


FILES: Mapping[str, Schema] = {
    "sources": by_id("What is cited, by the ids that notes and facts use.", SOURCE),
    "entities": by_id("Who and what texts name, by the ids that notes use.", ENTITY, role=ROLE),
    "facts": FACT_BOX,
    "timeline": TIMELINE | {"type": ["object", "null"]},
    "layout": LAYOUT | {"type": ["object", "null"]},
    "seed": SEED,
    "front-matter": FRONT_MATTER,
    "published": by_id(
        "Every address that was ever published. 'make release' writes this file.",
        {"type": ["array", "null"], "items": {"type": VALUE}},
    ),
    "findings": by_id(
        "What readers were told at the last release. 'make release' writes this file.",
        {"type": "object", "additionalProperties": {"type": "string"}},
    ),
}


def written() -> dict[str, str]:
    """Each schema's file name, and its text."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#"}
    return {
        f"{name}.json": json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in FILES.items()
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in written().items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
