"""The page of help: what the program does and does not do, and what its words mean."""

from __future__ import annotations

from rag.page.frame import KEYS, document
from rag.page.markup import text
from rag.search.confidence import THRESHOLD

_DOES = (
    "It shows what was said, not whether it is true. Whoever says something on a record may err or mislead.",
    "It finds passages and quotes them to the character, with who said them, when and where.",
    "It writes no sentence of its own: no summary, no paraphrase, no opinion.",
    "It knows the transcripts that it holds and nothing else. That something is not found is no proof that "
    "it was never said; every answer says what was searched.",
)
_DECIDES = (
    "Who, when and where are read out of the question by rules and shown above the answer. Passages that "
    "fit are favoured; a click on the mark beside them puts that aside. Only filters leave passages out.",
    "Every passage is compared with the question twice: by meaning, through a language model that turns text "
    "into numbers and writes none, and by words. Both lists are drawn together, and the first passages are "
    "read once more, piece by piece.",
    "In each passage, the sentence that comes nearest to the question is marked. The mark is the program’s, "
    "the words are the speaker’s. “Why this was found” says which of the two ways led to it.",
    "A question that says little by itself (“And in May?”) is read as following the one before. The page "
    "says so, and can ask it alone.",
    "The bars above an answer count the passages that are shown, not all that was ever said.",
)
_READING = (
    "A card opens the whole transcript. The passage is marked, the sentence that answers underlined too; a "
    "dotted line shows other passages of the same answer.",
    "A colour helps to follow a speaker; who speaks is always said in words. What stands in a shaded box is "
    "printed in the source but said by nobody: a summary, a stage direction, a cut.",
)
_CONFIDENCE = (
    "It is an estimate, from 0 to 100%, that the passages shown answer the question: of questions with such "
    "signs, about so many had an answer when the estimate was fitted. It rests on how well the parts of the "
    "question are met by a passage that fits who, when and where, and by the passage shown first; on how "
    "long the question is; and, where a number is asked for, on whether one stands there.",
    f"Below {THRESHOLD:.0%} the page says that nothing answers, and shows the nearest passages folded away.",
    "It says nothing of whether the speaker is right. Questions close to what is there, but not answered by "
    "it, are the hardest to tell: read the passage.",
)
_ATTRIBUTION = (
    ("printed", "the transcript prints the label at the head of the turn. Role and name are as printed."),
    (
        "carried",
        "no label is printed, because the text follows a cut. The last speaker is assumed, and the page "
        "says so.",
    ),
    ("unknown", "the transcript does not say who speaks, or only “Question”. Nobody is guessed."),
)
_VERDICTS = (
    (
        "Exact",
        "the words were said. White space, quotation marks, dashes, apostrophes and a capital at the "
        "start do not count.",
    ),
    ("Altered", "something near was said; the words that differ are marked."),
    ("Somebody else’s words", "the words were said, but not by the person named."),
    ("Absent", "nothing that was searched comes near."),
)
_FLAGS = (
    ("is a question", "the speaker asks and does not state"),
    ("supposes something", "a clause depends on an “if”"),
    ("gives what others say or think", "the view may not be the speaker’s"),
    ("says that something is not so", "cut out, it could read as its opposite"),
    ("is cut short in the source", "words are missing there"),
    (
        "leaves out words that may turn its meaning",
        "a checked quote hides them: read the whole sentence",
    ),
    ("has words that stand in brackets in the source", "an editor may have put them in"),
)
_LINKS = (
    "The address holds the question, the filters and what was put aside; for a follow-up also the question "
    "before it; for “last year” and the like the day they count from. Whoever opens it sees the same answer, "
    "as far as the transcripts are still the same.",
    "A link to a passage holds where it stood and a fingerprint of its words. If the transcript has changed "
    "since, the page says so, and shows the words as they were where an earlier version was kept.",
)
_PRIVACY = (
    "Nothing leaves the machine that runs this program: no other host is contacted, nothing is counted or "
    "reported. Questions are not written into a log unless whoever runs it has chosen so (--log-questions).",
    "Links to official pages lead elsewhere, and only when you follow them.",
)


def help_page() -> str:
    """Return the whole page."""
    keys = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{text(what)}</dd>" for key, what in KEYS)
    return document(
        "Help",
        "<h1>What this page does and does not do</h1>"
        + _points(_DOES)
        + _section("decides", "How it decides", _points(_DECIDES))
        + _section("confidence", "What the confidence means", _points(_CONFIDENCE))
        + _section("attribution", "Who said it", _terms(_ATTRIBUTION))
        + _section("reading", "Reading a transcript", _points(_READING))
        + _section("check", "Checking a quote", _terms(_VERDICTS))
        + _section(
            "flags",
            "Why a card says “Mind”",
            "<p>A quote can be true to the letter and still mislead. The page points out a sentence that</p>"
            + _terms(_FLAGS)
            + "<p>Rules find these, and miss some: a sentence without such a note may still mislead.</p>",
        )
        + _section("keys", "Keys", f'<dl class="keys">{keys}</dl>')
        + _section("links", "What a link holds", _points(_LINKS))
        + _section("privacy", "Privacy", _points(_PRIVACY)),
    )


def _section(name: str, heading: str, inside: str) -> str:
    return f'<section class="help" id="{name}"><h2>{text(heading)}</h2>{inside}</section>'


def _points(sentences: tuple[str, ...]) -> str:
    return "".join(f"<p>{text(each)}</p>" for each in sentences)


def _terms(terms: tuple[tuple[str, str], ...]) -> str:
    return f"<dl>{''.join(f'<dt>{text(term)}</dt><dd>{text(means)}</dd>' for term, means in terms)}</dl>"
