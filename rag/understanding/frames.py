"""Where a question speaks of somebody's speaking: who, by which word, and where the topic begins.

The cues, in the order in which they are trusted: "according to X"; then whichever comes first of a
subject before a verb of saying ("did X say", "what X said"), a possessive before a noun of saying
("X's view"), and a topic under a name ("X on Y"). A verb of saying without a speaker of the corpus
("what was said", "who told X") is a frame as well: it has a time and a place of speaking, and it
keeps whoever is named later, as the addressee or the topic, from being taken for the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.understanding.mentions import LONGEST, Mention, People
from rag.understanding.tokens import Tokens
from rag.understanding.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    JOINT,
    LIGHT,
    MODALS,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SAYING_NOUNS,
    SPEECH_EVENTS,
    STANCES,
    THINKING,
    TOPIC,
    VIEW_NOUNS,
    WH,
)

_IMPERATIVES = frozenset(
    """quote quotes show give find summarise summarize list tell describe explain me us everything anything
    all what please give""".split()
)
_WHAT_ELSE = 3
"""Words between a noun of saying and its possessor, or a light verb and its noun."""
_FAR = 12
"""Words from an auxiliary to its verb."""
_AGENT_FAR = 10


@dataclass(frozen=True, slots=True)
class Frame:
    """Somebody's speaking, as a question puts it."""

    first: int
    """The token it begins with."""
    word: int
    """The token that says that something is said: a verb, a noun, "to" of "according to", "on"."""
    end: int
    """The token after it, its object of no meaning ("say anything") included."""
    speakers: tuple[Mention, ...] = ()
    plain: bool = False
    """Whether the frame adds nothing to what is asked for."""
    subject: str | None = None
    """The words of its subject: a pronoun, perhaps."""
    clause: bool = True
    """Whether the rest of the question is what is said; not so with "according to X"."""

    @property
    def names(self) -> tuple[str, ...]:
        """The speakers whose words are asked for."""
        return tuple(dict.fromkeys(name for mention in self.speakers for name in mention.names))


def find_frame(tokens: Tokens, people: People) -> Frame | None:
    """The frame of a question; None where it does not speak of speaking."""
    accorded = _according(tokens, people)
    if accorded is not None:
        return accorded
    found = [
        frame
        for frame in (
            _verb_frame(tokens, people),
            next(_possessed(tokens, people), None),
            _titled(tokens, people),
        )
        if frame is not None
    ]
    if found:
        return _with_agent(tokens, people, min(found, key=lambda frame: frame.first))
    return _noun_frame(tokens, people)


def _according(tokens: Tokens, people: People) -> Frame | None:
    """Read "according to X", "in X's view", "in the words of X", "from X's point of view"."""
    for at, token in enumerate(tokens[:-1]):
        following = tokens[at + 1].word
        if token.word == "according" and following == "to" and at + 2 < len(tokens):
            speakers = people.starting(tokens, at + 2)
        elif token.word in {"in", "to", "from"} and (noun := _view_noun(tokens, at + 1)) is not None:
            if tokens[noun - 1].possessive:
                speakers = people.phrase(tokens, at + 1, noun)
            elif noun + 2 < len(tokens) and tokens[noun + 1].word == "of":
                speakers = people.starting(tokens, noun + 2)
            else:
                continue
            end = max(noun + 1, *(mention.end for mention in speakers), noun + 1)
            if tokens[end : end + 2] and [t.word for t in tokens[end : end + 2]] == ["of", "view"]:
                end += 2
            if speakers:
                return Frame(at, noun, end, speakers, plain=True, clause=False)
            continue
        else:
            continue
        if speakers:
            return Frame(at, at + 1, speakers[-1].end, speakers, plain=True, clause=False)
    return None


def _view_noun(tokens: Tokens, first: int) -> int | None:
    """The noun of "X's view" or "the view of" that begins near `first`."""
    for at in range(first, min(first + LONGEST, len(tokens))):
        word = tokens[at].word
        if word in VIEW_NOUNS or (word == "point" and tokens[at - 1].possessive):
            return at
        if not tokens[at].is_word or word in AUXILIARIES | WH or (word in PREPOSITIONS and word != "of"):
            return None
    return None


def _verb_frame(tokens: Tokens, people: People) -> Frame | None:
    """The first verb of saying or thinking with its subject."""
    begin = _after_imperative(tokens)
    for at in range(begin, len(tokens)):
        token = tokens[at]
        if token.word in AUXILIARIES:
            frame = _inverted(tokens, people, at) or _passive(tokens, at)
            if frame is not None:
                return replace(frame, first=_question_word(tokens, at))
        elif at > 0 and token.word not in DETERMINERS and not token.possessive:
            frame = _declared(tokens, people, at)
            if frame is not None:
                return frame
    return None


def _after_imperative(tokens: Tokens) -> int:
    """Skip "Tell me what", "Quote": a verb of saying, but the asker's own."""
    at = 0
    while at < len(tokens) - 1 and tokens[at].word in _IMPERATIVES and not tokens[at + 1].word in AUXILIARIES:
        at += 1
    return at if at and tokens[0].word not in WH else 0


def _question_word(tokens: Tokens, auxiliary: int) -> int:
    """Where the question begins whose auxiliary stands here: "what figures | does"."""
    for at in range(auxiliary - 1, max(auxiliary - 8, -1), -1):
        if tokens[at].word in WH:
            return at
        if not tokens[at].is_word:
            break
    return auxiliary


def _inverted(tokens: Tokens, people: People, auxiliary: int) -> Frame | None:
    """Read "did X say", "has X ever mentioned", "is X worried", "what figures does X give"."""
    first = auxiliary + 1
    for at in range(first, min(first + _FAR, len(tokens))):
        word = tokens[at].word
        if at > first and _is_verb_of(tokens, auxiliary, at):
            subject_end = _subject_end(tokens, first, at)
            frame = _with_subject(tokens, people, first, subject_end, at)
            if frame is not None:
                return frame
        elif not tokens[at].is_word and word not in {",", "-"}:
            return None
        if word in WH or (word in AUXILIARIES and word not in HAVE):
            return None
    return None


def _is_verb_of(tokens: Tokens, auxiliary: int, at: int) -> bool:
    """Whether a word is the verb that an auxiliary asks for, and one of saying or thinking."""
    helper, word = tokens[auxiliary].word, tokens[at].word
    if helper in DO | MODALS:
        plain_form = any(forms.can_be(word, "base", "past") for forms in (SAYING, THINKING))
        return plain_form or (LIGHT.can_be(word, "base") and _has_noun_of_saying(tokens, auxiliary, at))
    if helper in HAVE:
        participle = any(forms.can_be(word, "participle") for forms in (SAYING, THINKING))
        return participle or (LIGHT.can_be(word, "participle") and _has_noun_of_saying(tokens, auxiliary, at))
    return word in STANCES or any(forms.can_be(word, "gerund") for forms in (SAYING, THINKING))


def _has_noun_of_saying(tokens: Tokens, auxiliary: int, verb: int) -> bool:
    """Whether "give" is said of figures, reasons, an answer."""
    asked = tokens[max(auxiliary - _WHAT_ELSE, 0) : auxiliary]
    after = tokens[verb + 1 : verb + 1 + _WHAT_ELSE]
    return any(token.word in SAYING_NOUNS or token.word in SPEECH_EVENTS for token in (*asked, *after))


def _subject_end(tokens: Tokens, first: int, verb: int) -> int:
    """Take "ever", "have to" and the like off the end of a subject."""
    end = verb
    while end > first + 1 and (tokens[end - 1].word in ADVERBS or tokens[end - 1].word in {"have", "has", "to", "had"}):
        end -= 1
    return end


def _with_subject(tokens: Tokens, people: People, first: int, end: int, verb: int) -> Frame | None:
    """The frame of a subject and its verb; None where the words are no subject."""
    start = first
    while start < end - 1 and tokens[start].word in ADVERBS - {"both", "all", "each"}:
        start += 1
    last = tokens[end - 1]
    if last.word in DETERMINERS and not (end - start == 1 and last.word in {"this", "that", "all"}):
        return None
    if last.possessive or last.word in {"of", "and", "or", ","}:
        return None
    base = SAYING.base(tokens[verb].word) or THINKING.base(tokens[verb].word)
    if end - start == 1 and last.word in {"you", "i", "we"}:
        return None  # the asker: "Do you know what X said"
    speakers = people.phrase(tokens, start, end)
    if not speakers and any(token.word in PREPOSITIONS - {"of", "for", "from"} for token in tokens[start:end]):
        return None
    if len(speakers) > 1 and base in JOINT:
        speakers = ()
    return Frame(
        first=start,
        word=verb,
        end=_after_object(tokens, verb + 1),
        speakers=speakers,
        plain=base in PLAIN or base is None and tokens[verb].word not in STANCES,
        subject=" ".join(token.word for token in tokens[start:end]),
    )


def _after_object(tokens: Tokens, at: int) -> int:
    """Skip the "anything" of "say anything about"."""
    while at < len(tokens) and tokens[at].word in {"anything", "something", "nothing", "much", "ever", "too"}:
        at += 1
    return at


def _passive(tokens: Tokens, auxiliary: int) -> Frame | None:
    """Read "was said", "has been mentioned", "was the pension age raised": nobody is the speaker yet."""
    if tokens[auxiliary].word not in BE:
        return None
    for at in range(auxiliary + 1, min(auxiliary + _FAR, len(tokens))):
        word = tokens[at].word
        if SAYING.can_be(word, "participle") or (LIGHT.can_be(word, "participle") and _has_noun_of_saying(tokens, auxiliary, at)):
            plain = SAYING.base(word) in PLAIN
            return Frame(auxiliary, at, _after_object(tokens, at + 1), plain=plain)
        if not tokens[at].is_word or word in WH or word in PREPOSITIONS - {"of"} or word in AUXILIARIES - {"been", "being"}:
            return None
    return None


def _declared(tokens: Tokens, people: People, verb: int) -> Frame | None:
    """Read "what X said", "X says", and "who said", which asks for the speaker."""
    word = tokens[verb].word
    finite = any(forms.can_be(word, "past", "third") for forms in (SAYING, THINKING))
    if not finite:
        return None
    end = verb
    while end > 0 and tokens[end - 1].word in ADVERBS | HAVE:
        end -= 1
    if end == 0:
        return None
    before = tokens[end - 1]
    base = SAYING.base(word) or THINKING.base(word)
    if before.word in {"who", "which", "what"} and SAYING.base(word):
        return Frame(end - 1, verb, verb + 1, plain=base in PLAIN, subject=before.word)
    if before.possessive:
        return None
    speakers = people.ending(tokens, end)
    if speakers:
        first = speakers[0].first
        while first > 0 and tokens[first - 1].word in WH | {"everything", "anything", "all", "as", "things"}:
            first -= 1
        return Frame(first, verb, verb + 1, speakers, plain=base in PLAIN)
    asked = _question_word(tokens, end)
    if asked < end - 1 and tokens[asked].word in {"which", "what", "whose"} and SAYING.can_be(word, "past"):
        return Frame(asked, verb, verb + 1, plain=base in PLAIN)
    return None


def _possessed(tokens: Tokens, people: People) -> Iterator[Frame]:
    """Read "X's view", "the Austrian chancellor's position"."""
    for at, token in enumerate(tokens):
        if not token.possessive:
            continue
        noun = _noun_after(tokens, at + 1)
        speakers = people.ending(tokens, at + 1) if noun else ()
        if not noun or not speakers:
            continue
        first = speakers[0].first
        before = tokens[first - 1].word if first else ""
        if before in PREPOSITIONS - {"of", "in", "from", "at", "during"}:
            continue
        yield Frame(first, noun, noun + 1, speakers, plain=True)


def _noun_after(tokens: Tokens, first: int) -> int | None:
    """The noun of saying at `first`, an adjective or two before it."""
    for at in range(first, min(first + _WHAT_ELSE, len(tokens))):
        word = tokens[at].word
        if word in SAYING_NOUNS or word in SPEECH_EVENTS - {"visit", "ceremony", "meeting", "meetings", "talks"}:
            return at
        if not tokens[at].is_word or word in PREPOSITIONS | AUXILIARIES | WH:
            return None
    return None


def _titled(tokens: Tokens, people: People) -> Frame | None:
    """Read "X on Y", "X about Y", "X in Sochi on Y", "X: Y"; "on Y" alone is no sentence."""
    first = _after_imperative(tokens)
    for at in range(first + 1, min(first + LONGEST + 1, len(tokens))):
        word = tokens[at].word
        if word in TOPIC or word == ":":
            named = people.starting(tokens, first)
            if not named or any(t.word in AUXILIARIES for t in tokens[first:at]):
                return None
            covered = named[-1].end
            between = [token.word for token in tokens[covered:at]]
            if between and between[0] not in PREPOSITIONS:
                return None
            return Frame(0 if first else first, at, at + 1, named, plain=True)
        if not tokens[at].is_word and word != ",":
            return None
    return None


def _with_agent(tokens: Tokens, people: People, frame: Frame) -> Frame:
    """Add the speaker of "said by X" and "remarks from X" to a frame that has none."""
    if frame.speakers or frame.subject:
        return frame
    for at in range(frame.word + 1, min(frame.word + _AGENT_FAR, len(tokens) - 1)):
        if tokens[at].word == "by" and (speakers := people.starting(tokens, at + 1)):
            return replace(frame, speakers=speakers)
        if not tokens[at].is_word:
            break
    return frame


def _noun_frame(tokens: Tokens, people: People) -> Frame | None:
    """Read "statements on Y", "remarks by X", "the position of X", "talks in Vienna"."""
    for at, token in enumerate(tokens):
        word = token.word
        if token.possessive or not (word in SAYING_NOUNS or word in SPEECH_EVENTS):
            continue
        if at + 2 < len(tokens) and tokens[at + 1].word in {"by", "of", "from"} and word in SAYING_NOUNS:
            speakers = people.starting(tokens, at + 2)
            if speakers:
                return Frame(_noun_start(tokens, at), at, speakers[-1].end, speakers, plain=True)
        if at + 2 < len(tokens) and tokens[at + 1].word in SAYING and tokens[at + 2].word == "by":
            speakers = people.starting(tokens, at + 3)
            if speakers:
                return Frame(_noun_start(tokens, at), at, speakers[-1].end, speakers, plain=True)
        return _with_agent(tokens, people, Frame(_noun_start(tokens, at), at, at + 1))
    return None


def _noun_start(tokens: Tokens, noun: int) -> int:
    while noun and tokens[noun - 1].word in DETERMINERS | {"any"}:
        noun -= 1
    return noun


def is_pronoun(frame: Frame | None) -> bool:
    """Whether who speaks is only a pronoun."""
    return frame is not None and frame.subject in PRONOUNS
