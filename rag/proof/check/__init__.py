"""Check an alleged quote, word by word, against the transcripts."""
