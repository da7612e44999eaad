"""What checks, citations, changes and flags say in words: plain text, for the terminal and the page alike."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain

from rag.index.revisions import ChangeCounts, ChangedTurn, Revision
from rag.output.messages import NO_PROOF, counted, listed
from rag.proof.attribution import doubt_in_words, is_certain, voice
from rag.proof.check.verdict import ChangeKind, Check, Cut
from rag.proof.cite.prove import Proof
from rag.proof.flags.rules import Flag, FlagKind, hit_flags
from rag.proof.verification import Verification
from rag.records import Edit, Hit, Utterance

_LEFT_OUT_TOLD = 5
_KINDS: dict[ChangeKind, str] = {
    "negation": "a negation",
    "number": "a number",
    "date": "a date",
    "name": "a name or title",
    "word": "the wording",
    "dropped": "words left out",
    "added": "words added",
}


def verdict_in_words(check: Check) -> str:
    """The verdict, as in `Exact: Vladimir Putin said these words.`, and what the quote leaves out."""
    return f"{_verdict(check)}{_left_out(check)}"


def _verdict(check: Check) -> str:
    person = check.speaker
    match check.verdict:
        case "exact":
            return f"Exact: {_said_by(check.matches[0].hit, person)}"
        case "other_speaker":
            certain = [match for match in check.matches if is_certain(match.hit)]
            if not certain:
                return f"Not shown that {person} said these words: {_open(check.matches[0].hit)}"
            voices = list(dict.fromkeys(voice(match.hit.utterance) for match in certain))
            return f"Somebody else's words: not {person}, but {listed(voices, 'or')} said them."
        case "altered":
            kinds = listed([_KINDS[kind] for kind in check.kinds], "and")
            told = f"Altered: {kinds}; what was said reads otherwise."
            hit = check.matches[0].hit
            if not is_certain(hit) and (person or hit.doubt):
                return f"{told} And {_open(hit)}"
            whose = voice(hit.utterance)
            other = f" And it was {whose} who spoke, not {person}." if person and whose != person else ""
            return told + other
        case "absent":
            return "Absent: nothing that was searched comes near these words."


def _said_by(hit: Hit, person: str | None) -> str:
    """That the words were said, and by whom as far as that is certain."""
    if not is_certain(hit):
        return f"these words were said, but {_open(hit)}"
    if person is None:
        return "these words were said."
    assigned = " (named by the user's table of speakers)" if hit.attribution == "assigned" else ""
    return f"{person}{assigned} said these words."


def _open(hit: Hit) -> str:
    """Why it is not certain who said the words of a passage."""
    if hit.attribution == "doubtful":
        return doubt_in_words(hit.doubt).replace("It", "it", 1)
    if hit.attribution == "carried":
        return f"no label is printed there, after a cut: {voice(hit.utterance)} is only assumed."
    return "the transcript does not say who."


def _left_out(check: Check) -> str:
    """The words left out that turn the meaning of the best match; nothing of other matches."""
    words = [f"“{each}”" for match in check.matches[:1] for each in match.reversals]
    more = len(words) - _LEFT_OUT_TOLD
    told = [*words[:_LEFT_OUT_TOLD], f"{more} more"] if more > 0 else words
    return f" But the quote leaves out {listed(told, 'and')}: read the whole passage." if words else ""


def verification_in_words(result: Verification) -> Iterator[str]:
    """How much was proven verbatim, and of how much it is certain who said it.

    A share is rounded down, and told only where it says no more than holds: no 100% beside a doubt.
    """
    proven = f"{result.proven:,} of {result.passages:,} passages proven verbatim"
    share = f" ({_percent(result.share)})" if result.failures or not result.uncertain else ""
    yield f"{proven}{share}, {result.transcripts:,} transcripts re-read"
    if result.uncertain:
        kinds = [f"{count:,} {kind}" for kind, count in sorted(result.uncertain.items())]
        yield f"who said them is certain for {_percent(result.certain)}; {listed(kinds, 'and')}"


def _percent(share: float) -> str:
    return f"{math.floor(share * 10_000) / 100:.2f}%"


def kind_in_words(kind: ChangeKind) -> str:
    """What a change touches, as in `a number`."""
    return _KINDS[kind]


def doubts_in_words(check: Check) -> tuple[str, ...]:
    """What a reader must know besides the verdict; often nothing."""
    doubts = []
    if check.speaker is not None and not check.speaker_known:
        doubts.append(f"Nobody called {check.speaker} speaks in these transcripts.")
    if check.verdict == "absent":
        doubts.append(NO_PROOF)
    return tuple(doubts)


def cut_in_words(cut: Cut) -> str:
    """Where the words are cut out of a sentence; empty where they are whole ones."""
    begins = "begins" if cut.before else ""
    ends = "ends" if cut.after else ""
    where = " and ".join(filter(None, (begins, ends)))
    return f"Cut: the quote {where} in the middle of a sentence." if where else ""


_STATUS = {
    "unchanged": "Unchanged: the words stand where they were cited.",
    "moved": "Moved: the same words, by the same speaker, stand elsewhere.",
    "edited": "Edited: what stands there now is not what was cited.",
    "gone": "Gone: neither these words nor any like them are in this transcript.",
}


def proof_in_words(proof: Proof) -> Iterator[str]:
    """The verdict, then what else changed."""
    found, record = proof.standing, proof.record
    yield _STATUS[found.status]
    if proof.lines:
        first, last = proof.lines
        lines = f"line {first}" if first == last else f"lines {first}–{last}"
        yield f"{proof.path}, {lines}, utterance {found.utterance}, characters {found.start}–{found.end}"
    if found.relabelled:
        was, now = found.relabelled.was or "nobody", found.relabelled.now or "nobody"
        yield f"Cited as said by “{was}”; the transcript names “{now}” there."
    if found.surroundings_changed:
        yield "What stands around the words has changed: read it before you quote them."
    yield from (
        f"{each.fact}: {each.was or 'none'} was cited, now {each.now or 'none'}" for each in proof.differences
    )
    yield _source_in_words(proof)
    if proof.source == "unchanged" and not proof.holds:
        yield (
            "The file is the very one that was cited: not it, but the record has changed, or the way that it "
            "is read."
        )
    if proof.path != record.source:
        yield f"It was cited as {record.source}."


def _source_in_words(proof: Proof) -> str:
    match proof.source:
        case "unchanged":
            return f"The source file is the very one that was cited: SHA-256 {proof.sha256}."
        case "edited":
            return (
                f"The source file has changed since: SHA-256 {proof.record.sha256} was cited, it is "
                f"{proof.sha256} now."
            )
        case "gone":
            return f"There is no file {proof.record.source} in the corpus, nor one with its bytes."


SPACES = {" ": "␣", "\u00a0": "⍽", "\t": "⇥", "\n": "¶"}
"""How white space is shown where nothing else differs."""


def happened_in_words(revision: Revision) -> str:
    """`edited: passages: 1 edited, 2 moved; title; 1 label`, `renamed to b`, `removed: passages: 7 gone`."""
    said = f"renamed to {revision.renamed_to}" if revision.renamed_to else revision.happened
    counts = counts_in_words(revision.passages)
    labels = sum(bool(relabelled_in_words(turn)) for turn in revision.turns)
    parts = [
        f"passages: {counts}" if counts else "",
        *(change.field for change in revision.fields),
        counted(labels, "label") if labels else "",
    ]
    told = "; ".join(filter(None, parts))
    return f"{said}: {told}" if told else said


def counts_in_words(counts: ChangeCounts) -> str:
    """`1 edited, 3 moved, 1 gone, 2 new`; what is unchanged is not news."""
    kinds = ("edited", "moved", "gone", "new")
    return ", ".join(f"{number:,} {kind}" for kind in kinds if (number := getattr(counts, kind)))


def place_in_words(turn: ChangedTurn) -> str:
    """Which utterance, by its former number, and whose: `utterance 4, Vladimir Putin`."""
    utterance = turn.before or turn.after
    return f"utterance {utterance.number}, {_voice_of(utterance)}" if utterance else ""


def relabelled_in_words(turn: ChangedTurn) -> str:
    """How an utterance is ascribed otherwise than before; empty where it is not."""
    if turn.before is None or turn.after is None:
        return ""
    parts = []
    if turn.before.label != turn.after.label:
        parts.append(f"labelled {_printed(turn.before.label)} before, {_printed(turn.after.label)} now")
    if turn.before.speaker != turn.after.speaker:
        parts.append(
            f"said by {turn.before.speaker or 'nobody named'} before, "
            f"{turn.after.speaker or 'nobody named'} now"
        )
    if turn.before.attribution != turn.after.attribution:
        parts.append(f"its label was {turn.before.attribution} before, is {turn.after.attribution} now")
    return listed(parts, "and")


def shortened(diff: Sequence[Edit], around: int) -> tuple[Edit, ...]:
    """A diff on one line: of what both have, so many characters `around` a change, and `…` for the rest."""
    last = len(diff) - 1
    cut = (
        _cut(edit, around, before=number > 0, after=number < last)
        if edit.operation == "equal"
        else [_shown(edit)]
        for number, edit in enumerate(diff)
    )
    return tuple(chain.from_iterable(cut))


def _cut(edit: Edit, around: int, *, before: bool, after: bool) -> list[Edit]:
    """What both have, shortened; `before` and `after` say on which sides a change stands."""
    text = edit.text
    if len(text) > around * (before + after):
        head = text[:around].rsplit(maxsplit=1)[0] if before and " " in text[:around] else ""
        tail = text[len(text) - around :].split(maxsplit=1)[-1] if after else ""
        text = f"{head} … {tail}" if head and tail else f"{head} …" if head else f"… {tail}"
        text = text if after else text.rstrip()
    lead, trail = edit.text[:1].isspace(), edit.text[-1:].isspace()
    flat = " ".join(text.split())
    return [Edit("equal", f"{' ' * (lead and before)}{flat}{' ' * (trail and after)}")]


def _shown(edit: Edit) -> Edit:
    """A change on one line; white space alone as signs."""
    if edit.text.isspace():
        return Edit(edit.operation, "".join(SPACES.get(each, each) for each in edit.text))
    lead, trail = edit.text[:1].isspace(), edit.text[-1:].isspace()
    return Edit(edit.operation, f"{' ' * lead}{' '.join(edit.text.split())}{' ' * trail}")


def _voice_of(utterance: Utterance) -> str:
    return utterance.speaker or _printed(utterance.label)


def _printed(label: str | None) -> str:
    return f"“{label}”" if label else "without a label"


_SAYS: dict[FlagKind, str] = {
    "question": "is a question",
    "conditional": "supposes something (“{}”)",
    "reported": "gives what others say or think (“{}”)",
    "denial": "says that something is not so (“{}”)",
    "cut": "is cut short in the source (“{}”)",
    "reversal": "leaves out words that may turn its meaning (“{}”)",
    "bracketed": "has words that stand in brackets in the source (“{}”)",
}


def flags_in_words(hit: Hit, flags: Sequence[Flag] | None = None) -> str:
    """The flags of a passage, as in `Mind: the sentence is a question.`; empty where it has none.

    `flags` are those of a checked quote, in place of the passage's own.
    """
    which = "highlighted sentence" if hit.highlight else "sentence" if flags is None else "quoted text"
    text = hit.utterance.text
    told = [
        _SAYS[flag.kind].format(" ".join(text[flag.start : flag.end].split()))
        for flag in (hit_flags(hit) if flags is None else flags)
    ]
    return f"Mind: the {which} {'; it '.join(told)}." if told else ""
