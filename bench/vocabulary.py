"""The words of made-up articles: lists from which corpus.py draws, in an order that must stay."""

CATEGORIES = [
    "Ports", "Grain", "Railways", "Water", "Treaties",
    "Customs", "Mining", "Energy", "Fisheries", "Schools",
]  # fmt: skip
TOPICS = [
    "wheat", "tariffs", "dredging", "quotas", "ferries", "copper", "credit", "pensions", "canals",
    "archives", "turbines", "visas", "timber", "cotton", "locks", "bridges", "rates", "strikes",
    "census", "coal", "salt", "pipelines", "herring", "rails", "dams", "reefs", "sugar", "taxes",
    "harvests", "ballots", "charters", "loans", "leases", "wages", "floods", "maps", "tolls",
    "tenders", "cables", "ore", "mills", "barges", "seeds", "wells", "rents", "docks", "tugs",
    "fares", "silos", "yards",
]  # fmt: skip
DESKS = ["the trade desk", "the city desk", "the foreign desk", "the data desk", "the night desk"]
SUBJECTS = [
    "the ministry", "a committee of both chambers", "the regional council", "officials in the port",
    "the union of carriers", "three neighbouring states", "the bank of the province", "growers",
    "the joint commission", "a spokesman for the railway", "the new authority", "several lenders",
    "the owners of the older ships", "engineers at the lock", "the town's largest employer",
]  # fmt: skip
VERBS = [
    "announced", "promised to extend", "refused to publish", "promised to review", "agreed upon",
    "quietly abandoned", "put before the delegates", "approved", "questioned", "asked for",
    "twice postponed", "welcomed", "described without enthusiasm", "set aside", "defended",
]  # fmt: skip
OBJECTS = [
    "a permanent mechanism for the exchange of figures", "the reform of the harbour dues",
    "an agreement on seasonal labour", "the second stage of the canal", "a loan of forty million",
    "the export quota for the coming year", "its own estimate of the losses", "a ban on night work",
    "the plan for a common register of ships", "new rules on the weighing of freight",
    "the largest order since the war", "an inquiry into the price of coal", "the ferry concession",
    "a tax on empty warehouses", "the return of the disputed archive", "a ten-year lease",
]  # fmt: skip
TAILS = [
    "after a night of talks in the capital", "before the end of the financial year",
    "although the figures have yet to be confirmed", "in the presence of both delegations",
    "for the first time since the crisis", "with growth of 4.5 percent on average over three years",
    "while the opposition called for a vote", "as the harvest moved slowly down the river",
    "to the surprise of the insurers", "under pressure from the larger cities downstream",
    "despite a warning from the auditors", "and left the date of the next meeting open",
]  # fmt: skip
FINDINGS = [
    "The figure was revised twice in the following year, and the later one is lower by a third.",
    "The register kept in the port gives another day, and both days are printed side by side.",
    "Nothing of the kind was signed; what was agreed is a protocol without a term.",
    "A body of that name existed on the day, but its seat was in another town.",
    "The promise was kept in part: two of the five stages were finished within the time.",
    "The minutes of the meeting show the opposite of what the spokesman is quoted as saying.",
    "The series was broken off when the office that had kept it was closed.",
    "Readers of the day would have known the sum from the budget debate of that spring.",
    "The wording follows the printed programme, not the speech as it was delivered.",
    "The same sentence stands in the annual report, with a footnote that limits it to exports.",
]
SYLLABLES = [
    "Tar", "Vel", "Os", "Brin", "Kal", "Mor", "Sel", "Dun", "Har", "Lin", "Pel", "Rav",
    "vik", "mont", "strand", "dal", "grad", "port", "field", "mark", "holm", "burg", "minster",
    "ford",
]  # fmt: skip
OFFICES = ["Grain Board", "Harbour Trust", "River Commission", "Freight Bank", "Rail Union"]
COUNTRIES = {
    "AR": "Argentina", "BR": "Brazil", "CL": "Chile", "CU": "Cuba", "EC": "Ecuador",
    "HT": "Haiti", "JM": "Jamaica", "MX": "Mexico", "PA": "Panama", "PE": "Peru",
    "UY": "Uruguay", "VE": "Venezuela",
}  # fmt: skip
KINDS = [
    "claim", "definition", "context", "claim", "update", "context",
    "claim", "context", "translation", "claim", "question", "context",
]  # fmt: skip
VERDICTS = ["supported", "outdated", "imprecise", "wrong", "lapsed", "contested"]
