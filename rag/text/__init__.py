"""Language without a domain: spelling, sentences, the calendar, English words, diffs, and safe files."""
