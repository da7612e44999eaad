"""Language without a domain: spelling, sentences, the calendar, word lists, and files written whole."""
