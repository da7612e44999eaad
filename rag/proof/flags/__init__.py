"""Flags against quote-mining: a sentence that asks, supposes, reports, denies or breaks off."""
