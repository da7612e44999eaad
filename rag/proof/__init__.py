"""What a reader can check: passages against sources, quotes against transcripts, citations, flags."""
