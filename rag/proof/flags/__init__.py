"""Flags of sentences that mislead when quoted alone: questions, conditions, reports, denials, cuts."""
