"""Records → the JSON that other programs rely on; its types are in `answer_forms` and `source_forms`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rag.records import (
    Answer,
    Coverage,
    Doubt,
    Edit,
    Hit,
    Searched,
    SpeakerCount,
    Transcript,
    Utterance,
    Voice,
)

if TYPE_CHECKING:
    from rag.index.revisions import ChangedTurn, Revision
    from rag.output import answer_forms, source_forms
    from rag.proof.check.verdict import Check, Match
    from rag.proof.cite.prove import Proof
    from rag.proof.flags.rules import Flag
    from rag.proof.over_time import OverTime, Statement
    from rag.proof.verification import Verification
    from rag.search.calibration_file import FittedCalibration
    from rag.search.sides import Comparison

Json = dict[str, Any]
"""A JSON object without a type of its own."""


def transcript_json(transcript: Transcript) -> source_forms.TranscriptJson:
    """One line of `rag read --json`."""
    return {
        "id": transcript.id,
        "title": transcript.title,
        "date": transcript.date,
        "place": transcript.place,
        "url": transcript.url,
        "language": transcript.language,
        "form": transcript.form,
        "topics": transcript.topics,
        "persons": transcript.persons,
        "sha256": transcript.sha256,
        "warnings": transcript.warnings,
        "doubts": [_doubt_json(doubt) for doubt in transcript.doubts],
        "utterances": [_utterance_json(utterance) for utterance in transcript.utterances],
        "narration": [{"text": n.text, "lines": n.lines} for n in transcript.narration],
    }


def _doubt_json(doubt: Doubt) -> answer_forms.DoubtJson:
    return {"line": doubt.line, "text": doubt.text, "reason": doubt.reason}


def answer_json(answer: Answer, over_time: OverTime | None = None) -> answer_forms.AnswerJson:
    """`rag ask --json`."""
    understood = answer.understood
    form: answer_forms.AnswerJson = {
        "question": answer.question,
        "understood": {
            "speakers": understood.speakers,
            "from": understood.since,
            "to": understood.until,
            "place": understood.place,
            "followup": understood.followup,
        },
        "answered": answer.answered,
        "grade": answer.grade,
        "confidence": round(answer.confidence, 4),
        "unmet": [{"text": words.text, "start": words.start, "end": words.end} for words in answer.unmet],
        "misfits": answer.misfits,
        "searched": searched_json(answer.searched),
        "passages": [hit_json(hit) for hit in answer.hits],
    }
    if over_time is not None:
        form["over_time"] = _over_time_json(over_time)
    return form


def compare_json(comparison: Comparison) -> answer_forms.CompareJson:
    """`rag ask --compare --json`."""
    return {
        "question": comparison.question,
        "sides": [{"name": side.name, "answer": answer_json(side.answer)} for side in comparison.sides],
    }


def hit_json(hit: Hit) -> answer_forms.PassageJson:
    """One passage of an answer, with its provenance and its neighbours."""
    from rag.proof.attribution import attribution_in_words
    from rag.proof.flags.rules import hit_flags

    passage, utterance = hit.passage, hit.utterance
    in_words = attribution_in_words(utterance, passage.end) if hit.attribution != "printed" else None
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "by_meaning": hit.by_meaning,
        "by_words": hit.by_words,
        "transcript": passage.transcript,
        "title": hit.title,
        "date": hit.date,
        "place": hit.place,
        "url": hit.url,
        "utterance": passage.utterance,
        "speaker": utterance.speaker,
        "label": utterance.label,
        "role": utterance.role,
        "parenthetical": utterance.parenthetical,
        "attribution": hit.attribution,
        "attribution_note": in_words or None,
        "doubt": None if hit.doubt is None else _doubt_json(hit.doubt),
        "text": passage.text,
        "highlight": hit.highlight,
        "flags": [_flag_json(hit, flag) for flag in hit_flags(hit)],
        "source": _source_json(hit),
        "context": {"before": _voice_json(hit.before), "after": _voice_json(hit.after)},
    }


def _source_json(hit: Hit) -> answer_forms.SourceJson:
    """Where a passage stands; time and page where its source has them."""
    passage = hit.passage
    form: answer_forms.SourceJson = {
        "path": hit.source,
        "sha256": hit.sha256,
        "start": passage.start,
        "end": passage.end,
        "lines": passage.lines,
    }
    if hit.anchor.time is not None:
        form["time"] = hit.anchor.time
    if hit.anchor.page is not None:
        form["page"] = hit.anchor.page
    return form


def searched_json(searched: Searched) -> answer_forms.SearchedJson:
    """What was looked through, of an answer and of a check."""
    return {
        "transcripts": searched.transcripts,
        "utterances": searched.utterances,
        "passages": searched.passages,
        "from": searched.since,
        "to": searched.until,
        "undated": searched.undated,
        "months_without_any": searched.gaps,
        "excluded_by_filters": searched.excluded_by_filters,
        "transcripts_left_out": searched.transcripts_left_out,
    }


def _flag_json(hit: Hit, flag: Flag) -> answer_forms.FlagJson:
    """A flag with the source's words that gave it; offsets as those of the passage."""
    moved, words = hit.utterance.start, hit.utterance.text[flag.start : flag.end]
    return {"flag": flag.kind, "words": words, "start": moved + flag.start, "end": moved + flag.end}


def coverage_json(
    coverage: Coverage, manifest: Mapping[str, Any], fitted: FittedCalibration | None = None
) -> source_forms.SourcesJson:
    """`rag sources --json`; `fitted` is the calibration in use, where it is not the shipped one."""
    found: source_forms.SourcesJson = {
        "transcripts": coverage.transcripts,
        "utterances": coverage.utterances,
        "passages": coverage.passages,
        "from": coverage.since,
        "to": coverage.until,
        "speakers": [_speaker_json(speaker) for speaker in coverage.speakers],
        "by_month": coverage.by_month,
        "build": dict(manifest),
    }
    if fitted is not None:
        found["calibration"] = {"questions": fitted.questions, "answers": fitted.calibration.answers}
    return found


def _speaker_json(s: SpeakerCount) -> source_forms.SpeakerJson:
    found: source_forms.SpeakerJson = {"name": s.name, "roles": s.roles, "utterances": s.utterances}
    if s.aliases:
        found["aliases"] = s.aliases
    return found


def verification_json(verification: Verification) -> source_forms.VerificationJson:
    """`rag verify --json`."""
    return {
        "transcripts": verification.transcripts,
        "passages": verification.passages,
        "proven": verification.proven,
        "certain": verification.certain,
        "uncertain": verification.uncertain,
        "failures": [
            {"transcript": f.transcript, "path": f.source, "reason": f.reason} for f in verification.failures
        ],
    }


def proof_json(proof: Proof) -> source_forms.ProofJson:
    """`rag verify RECORD.json --json`."""
    found, quoted = proof.standing, proof.record.quoted
    return {
        "status": found.status,
        "transcript": proof.record.transcript,
        "quote": quoted.exact,
        "text": found.text,
        "utterance": found.utterance,
        "start": found.start,
        "end": found.end,
        "lines": proof.lines,
        "diff": _edits(found.diff),
        "relabelled": None if found.relabelled is None else (found.relabelled.was, found.relabelled.now),
        "surroundings_changed": found.surroundings_changed,
        "differences": [{"fact": each.fact, "was": each.was, "now": each.now} for each in proof.differences],
        "source": {
            "state": proof.source,
            "cited": {"path": proof.record.source, "sha256": proof.record.sha256},
            "now": None if proof.sha256 is None else {"path": proof.path, "sha256": proof.sha256},
        },
    }


def _utterance_json(utterance: Utterance) -> source_forms.UtteranceJson:
    form: source_forms.UtteranceJson = {
        "utterance": utterance.number,
        "label": utterance.label,
        "speaker": utterance.speaker,
        "role": utterance.role,
        "parenthetical": utterance.parenthetical,
        "attribution": utterance.attribution,
        "text": utterance.text,
        "start": utterance.start,
        "end": utterance.end,
        "lines": utterance.lines,
    }
    if utterance.time is not None:
        form["time"] = utterance.time
    return form


def _voice_json(voice: Voice | None) -> answer_forms.VoiceJson | None:
    return None if voice is None else {"speaker": voice.speaker, "label": voice.label, "text": voice.text}


def check_json(check: Check, over_time: OverTime | None = None) -> answer_forms.CheckJson:
    """`rag check --json`."""
    form: answer_forms.CheckJson = {
        "claim": check.claim,
        "speaker": check.speaker,
        "speaker_known": check.speaker_known,
        "verdict": check.verdict,
        "kinds": check.kinds,
        "matches": [_match_json(match) for match in check.matches],
        "searched": searched_json(check.searched),
    }
    if over_time is not None:
        form["over_time"] = _over_time_json(over_time)
    return form


def _over_time_json(over_time: OverTime) -> answer_forms.OverTimeJson:
    return {
        "first": over_time.first,
        "last": over_time.last,
        "times": len(over_time.places),
        "transcripts": over_time.transcripts,
        "undated": over_time.undated,
        "statements": [_statement_json(each) for each in over_time.statements],
    }


def _statement_json(statement: Statement) -> answer_forms.StatementJson:
    return {
        "rank": statement.hit.rank,
        "said": statement.said,
        "other_days": statement.other_days,
        "again": [_match_json(match) for match in statement.again],
        "by_others": [_match_json(match) for match in statement.by_others],
    }


def _match_json(match: Match) -> answer_forms.MatchJson:
    """A passage that is what was said, and how the claim differs from it."""
    return {
        **hit_json(match.hit),
        "said": match.said,
        "diff": _edits(match.diff),
        "changes": [
            {"kind": c.kind, "said": c.said, "claimed": c.claimed, "start": c.start, "end": c.end}
            for c in match.changes
        ],
        "cut": {
            "before": match.cut.before,
            "after": match.cut.after,
            "omitted": match.cut.omitted,
            "reversals": match.reversals,
        },
        "flags": [_flag_json(match.hit, flag) for flag in match.flags],
    }


def changes_json(revisions: Sequence[Revision]) -> source_forms.ChangesJson:
    """`rag changes --json`."""
    return {"changes": [_revision_json(revision) for revision in revisions]}


def _revision_json(revision: Revision) -> source_forms.RevisionJson:
    return {
        "transcript": revision.transcript,
        "happened": revision.happened,
        "renamed_to": revision.renamed_to,
        "title": revision.title,
        "noticed": revision.noticed,
        "build": revision.build,
        "first_seen": revision.first_seen,
        "last_seen": revision.last_seen,
        "same_program": revision.same_program,
        "source": {
            "path": revision.source,
            "sha256": revision.sha256,
            "sha256_after": revision.sha256_after,
        },
        "passages": {
            "unchanged": revision.passages.unchanged,
            "moved": revision.passages.moved,
            "edited": revision.passages.edited,
            "gone": revision.passages.gone,
            "new": revision.passages.new,
        },
        "fields": [{"field": c.field, "before": c.before, "after": c.after} for c in revision.fields],
        "utterances": [_turn_json(turn) for turn in revision.turns],
    }


def _turn_json(turn: ChangedTurn) -> source_forms.ChangedUtteranceJson:
    return {
        "changed": turn.changed,
        "before": None if turn.before is None else _utterance_json(turn.before),
        "after": None if turn.after is None else _utterance_json(turn.after),
        "diff": _edits(turn.diff),
    }


def _edits(diff: Sequence[Edit]) -> answer_forms.Edits:
    return [(edit.operation, edit.text) for edit in diff]
