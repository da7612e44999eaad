"""New transcripts: files and web pages → the corpus folder. The only room that fetches pages."""
