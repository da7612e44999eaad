"""The English vocabulary: the word lists of labels and questions, read from the files in `words/`.

A file holds sections: `[name of the section]`, then its words, up to the next section. A line that begins
with `#` is a comment, an indented line continues the one before. Three kinds of sections:

- words, separated by white space;
- phrases, separated by commas;
- a table, one entry a line: `entry: what, belongs, to it`.

To add a word, write it into its section, in lower case and without accents. To add a list, write a section
into the file it fits, and name it below. `tests/text/test_english.py` finds broken, doubled and unused
entries.
"""

from __future__ import annotations

from pathlib import Path

from rag.text.calendar import MONTHS, WEEKDAYS


def word_set(text: str) -> frozenset[str]:
    """The words of a text, separated by white space."""
    return frozenset(text.split())


def sections(text: str) -> dict[str, list[str]]:
    """Section → its lines, without comments, continued lines joined.

    Raises ValueError for two sections of one name.
    """
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            name = line.strip().strip("[]")
            if name in found:
                raise ValueError(f"two sections are called {name!r}")
            found[name] = []
        elif line.startswith(" "):
            found[name][-1] += f" {line.strip()}"
        else:
            found[name].append(line.strip())
    return found


_SECTIONS = sections(
    "\n".join(path.read_text("utf-8") for path in sorted((Path(__file__).parent / "words").glob("*.txt")))
)


def _words(section: str) -> frozenset[str]:
    return frozenset(word for line in _SECTIONS[section] for word in line.split())


def _phrases(section: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in " ".join(_SECTIONS[section]).split(","))


def _table(section: str) -> dict[str, tuple[str, ...]]:
    """Entry → what belongs to it."""
    entries = (line.partition(":") for line in _SECTIONS[section])
    return {
        entry: tuple(phrase.strip() for phrase in rest.split(",") if phrase.strip())
        for entry, _, rest in entries
    }


# grammar.txt
ARTICLES = _words("articles")
DEMONSTRATIVES = _words("demonstratives")
POSSESSIVES = _words("possessives")
DETERMINERS = ARTICLES | DEMONSTRATIVES | POSSESSIVES | _words("quantifiers")
PERSONAL_PRONOUNS = _words("personal pronouns")
PRONOUNS = PERSONAL_PRONOUNS | _words("indefinite pronouns")
WH = _words("question words")
DO = _words("do")
HAVE = _words("have")
BE = _words("be")
MODALS = _words("modals")
AUXILIARIES = DO | HAVE | BE | MODALS
ADVERBS = _words("adverbs")
PREPOSITIONS = _words("prepositions")
CONJUNCTIONS = _words("conjunctions")
CLAUSE_OPENERS = _words("clause openers")
INTERJECTIONS = _words("interjections")
VERB_PARTICLES = _words("verb particles")
SENTENCE = _words("sentence words") | WH | AUXILIARIES | PERSONAL_PRONOUNS | (DETERMINERS - ARTICLES)
"""Words of running text: no speaker label contains one."""

# people.txt
ADDRESS = _words("honorifics")
RANKS = _words("ranks")
NAME_PREFIXES = ADDRESS | RANKS | _words("name prefixes")
TITLES = NAME_PREFIXES | _words("titles")
"""What may stand before a name and belong to it."""
NAME_SUFFIXES = _words("name suffixes")
PARTICLES = _words("name particles")
SURNAMES_TOO = _words("surnames too")
NAMES_TOO = _words("names too")

# offices.txt
OFFICES = {phrase: office for office, others in _table("offices").items() for phrase in (office, *others)}
"""What an office is called → the office."""
WIDE_OFFICES = _phrases("wide offices")
EXECUTIVE_OFFICES = _phrases("executive offices")
LEADING_OFFICES = _phrases("leading offices")
SINGULAR_OFFICES = _phrases("singular offices")
TOP_OFFICES = {words: frozenset(offices) for words, offices in _table("top offices").items()}
"""Words for the top of a state → the offices that they can mean."""
DISTINGUISHING_WORDS = _words("distinguishing words")
OPTIONAL_ROLE_WORDS = _words("optional role words")

# labels.txt
GENERIC = _words("generic labels")
AUDIENCE = _words("audience")
ROLES = _words("roles") | {office for office in OFFICES.values() if " " not in office}
"""What a person is."""
OPENING = _words("openings of a phrase")
BODIES = OPENING | _words("bodies") | (word_set(" ".join((*MONTHS, *WEEKDAYS)).lower()) - NAMES_TOO)
"""What a person belongs to, and what describes that: no part of a name."""
LINKS = _words("links")
SMALL_WORDS = LINKS | POSSESSIVES
"""Words of a role that say nothing by themselves."""
ABBREVIATIONS = _words("abbreviations")
ACRONYMS = _words("acronyms")
LIST_HEADS = _words("list heads")
STYLES_OF_ADDRESS = _words("styles of address")

# countries.txt
COUNTRIES = _table("countries")
"""Names of a country, separated by commas, the usual one first → the words for what belongs to it."""
CONTINENTS = _words("continents")

# verbs.txt
SAYING_VERBS = _words("saying verbs")
THINKING_VERBS = _words("thinking verbs")
ACTING_VERBS = _words("acting verbs")
LIGHT_VERBS = _words("light verbs")
PHRASAL_VERBS = frozenset((verb, after) for verb, after in map(str.split, _phrases("phrasal verbs")))
"""Base form and the word after it."""
IRREGULAR_PARTICIPLES = _words("irregular participles")
PARTICLE_VERBS = _words("particle verbs")
ADDRESSING_VERBS = _words("addressing verbs")
PLAIN_VERBS = _words("plain verbs")
JOINT_VERBS = _words("joint verbs")
NOUN_LIKE_VERBS = _words("noun-like verbs")
MEETING_VERBS = _words("meeting verbs")
STANCES = _words("stances")
DOUBLING = _words("doubling verbs")
IRREGULAR = _table("irregular verbs")
"""Base form → past and participle."""

# nouns.txt
AGENTIVE_NOUNS = _words("agentive nouns")
SAYING_NOUNS = AGENTIVE_NOUNS | _words("saying nouns")
VIEW_NOUNS = _words("view nouns")
SPEECH_EVENTS = _words("speech events")
EVENT_NOUNS = SPEECH_EVENTS | _words("event nouns")
SHARED_EVENTS = _words("shared events")
EVENT_ADJECTIVES = _words("event adjectives")
GENERIC_TITLE_WORDS = _words("generic title words")
HAPPENINGS = _words("happenings")
MEASURES = _words("measures")
LOCATED_NOUNS = _words("located nouns")
KINDS_OF_PLACES = _words("kinds of places")
NOT_PLACES = _words("not places")
TIME_NOUNS = _words("time nouns") | word_set(" ".join((*MONTHS, *WEEKDAYS)).lower())
"""With "this" they mean the asker's own time and place."""

# questions.txt
IMPERATIVES = _words("imperatives")
TOPIC_OPENERS = _words("topic openers")
REACTIONS = _words("reactions")
RELATIONAL_NOUNS = _words("relational nouns")
NAMELESS_WORDS = _words("nameless words")
NAMELESS_SUBJECTS = _phrases("nameless subjects")
CONTINUATIONS = _words("continuations")
REQUEST_WORDS = CONTINUATIONS | _words("request words")
SAME_NOUNS = _words("same nouns")
FOLLOWUP_OPENERS = _words("follow-up openers")
