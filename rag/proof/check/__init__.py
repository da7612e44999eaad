"""Did anyone say this? A claim is compared, word by word, with what the transcripts have."""
