"""Records → the JSON forms that other programs rely on. Names here are a public contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.records import Answer, Coverage, Hit, Searched, Transcript, Utterance, Voice

if TYPE_CHECKING:
    from rag.index.revisions import ChangedTurn, Revision
    from rag.proof.check.verdict import Check, Match
    from rag.proof.cite.prove import Proof
    from rag.proof.flags.rules import Flag
    from rag.proof.verification import Verification

Json = dict[str, Any]


def transcript_json(transcript: Transcript) -> Json:
    """One line of `rag read --json`."""
    return {
        "id": transcript.id,
        "title": transcript.title,
        "date": transcript.date,
        "place": transcript.place,
        "url": transcript.url,
        "language": transcript.language,
        "form": transcript.form,
        "sha256": transcript.sha256,
        "warnings": list(transcript.warnings),
        "doubts": [{"line": d.line, "text": d.text, "reason": d.reason} for d in transcript.doubts],
        "utterances": [_utterance_json(utterance) for utterance in transcript.utterances],
        "narration": [{"text": n.text, "lines": list(n.lines)} for n in transcript.narration],
    }


def answer_json(answer: Answer, qid: str | None = None) -> Json:
    """`rag ask --json`; with `qid`, one line of a saved run."""
    understood = answer.understood
    form: Json = {} if qid is None else {"qid": qid}
    return form | {
        "question": answer.question,
        "understood": {
            "speakers": list(understood.speakers),
            "from": understood.since,
            "to": understood.until,
            "place": understood.place,
            "followup": understood.followup,
        },
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "searched": searched_json(answer.searched),
        "passages": [hit_json(hit) for hit in answer.hits],
    }


def hit_json(hit: Hit) -> Json:
    """One passage of an answer, with its provenance and its neighbours."""
    from rag.proof.flags.rules import hit_flags

    passage, utterance = hit.passage, hit.utterance
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
        "attribution": utterance.attribution,
        "text": passage.text,
        "highlight": None if hit.highlight is None else list(hit.highlight),
        "flags": [_flag_json(hit, flag) for flag in hit_flags(hit)],
        "source": {
            "path": hit.source,
            "sha256": hit.sha256,
            "start": passage.start,
            "end": passage.end,
            "lines": list(passage.lines),
        },
        "context": {"before": _voice_json(hit.before), "after": _voice_json(hit.after)},
    }


def searched_json(searched: Searched) -> Json:
    """What was looked through, of an answer and of a check."""
    return {
        "transcripts": searched.transcripts,
        "utterances": searched.utterances,
        "passages": searched.passages,
        "from": searched.since,
        "to": searched.until,
        "undated": searched.undated,
        "months_without_any": list(searched.gaps),
        "excluded_by_filters": searched.excluded_by_filters,
        "transcripts_left_out": searched.transcripts_left_out,
    }


def _flag_json(hit: Hit, flag: Flag) -> Json:
    """A flag with the source's words that gave it; offsets as those of the passage."""
    moved, words = hit.utterance.start, hit.utterance.text[flag.start : flag.end]
    return {"flag": flag.kind, "words": words, "start": moved + flag.start, "end": moved + flag.end}


def coverage_json(coverage: Coverage, manifest: Json) -> Json:
    """`rag sources --json`."""
    return {
        "transcripts": coverage.transcripts,
        "utterances": coverage.utterances,
        "passages": coverage.passages,
        "from": coverage.since,
        "to": coverage.until,
        "speakers": [
            {"name": s.name, "roles": list(s.roles), "utterances": s.utterances} for s in coverage.speakers
        ],
        "by_month": coverage.by_month,
        "build": manifest,
    }


def verification_json(verification: Verification) -> Json:
    """`rag verify --json`."""
    return {
        "transcripts": verification.transcripts,
        "passages": verification.passages,
        "proven": verification.proven,
        "failures": [
            {"transcript": f.transcript, "path": f.source, "reason": f.reason} for f in verification.failures
        ],
    }


def proof_json(proof: Proof) -> Json:
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
        "lines": None if proof.lines is None else list(proof.lines),
        "diff": [[edit.operation, edit.text] for edit in found.diff],
        "relabelled": None if found.relabelled is None else [found.relabelled.was, found.relabelled.now],
        "surroundings_changed": found.surroundings_changed,
        "differences": [{"fact": each.fact, "was": each.was, "now": each.now} for each in proof.differences],
        "source": {
            "state": proof.source,
            "cited": {"path": proof.record.source, "sha256": proof.record.sha256},
            "now": None if proof.sha256 is None else {"path": proof.path, "sha256": proof.sha256},
        },
    }


def _utterance_json(utterance: Utterance) -> Json:
    time = {} if utterance.time is None else {"time": utterance.time}
    return {
        "utterance": utterance.number,
        "label": utterance.label,
        "speaker": utterance.speaker,
        "role": utterance.role,
        "parenthetical": utterance.parenthetical,
        "attribution": utterance.attribution,
        "text": utterance.text,
        "start": utterance.start,
        "end": utterance.end,
        "lines": list(utterance.lines),
        **time,
    }


def _voice_json(voice: Voice | None) -> Json | None:
    return None if voice is None else {"speaker": voice.speaker, "label": voice.label, "text": voice.text}


def check_json(check: Check) -> Json:
    """`rag check --json`."""
    return {
        "claim": check.claim,
        "speaker": check.speaker,
        "speaker_known": check.speaker_known,
        "verdict": check.verdict,
        "kinds": list(check.kinds),
        "matches": [_match_json(match) for match in check.matches],
        "searched": searched_json(check.searched),
    }


def _match_json(match: Match) -> Json:
    """A passage that is what was said, and how the claim differs from it."""
    return hit_json(match.hit) | {
        "said": match.said,
        "diff": [[edit.operation, edit.text] for edit in match.diff],
        "changes": [
            {"kind": c.kind, "said": c.said, "claimed": c.claimed, "start": c.start, "end": c.end}
            for c in match.changes
        ],
        "cut": {
            "before": match.cut.before,
            "after": match.cut.after,
            "omitted": list(match.cut.omitted),
            "reversals": list(match.reversals),
        },
        "flags": [_flag_json(match.hit, flag) for flag in match.flags],
    }


def changes_json(revisions: Sequence[Revision]) -> Json:
    """`rag changes --json`."""
    return {"changes": [_revision_json(revision) for revision in revisions]}


def _revision_json(revision: Revision) -> Json:
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
        "passages": asdict(revision.passages),
        "fields": [asdict(change) for change in revision.fields],
        "utterances": [_turn_json(turn) for turn in revision.turns],
    }


def _turn_json(turn: ChangedTurn) -> Json:
    """An utterance before and after; the texts of `equal` and `delete`, joined, are the former one."""
    return {
        "changed": turn.changed,
        "before": turn.before and _utterance_json(turn.before),
        "after": turn.after and _utterance_json(turn.after),
        "diff": [[edit.operation, edit.text] for edit in turn.diff],
    }
