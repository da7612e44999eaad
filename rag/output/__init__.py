"""What people and programs are given: JSON, words, tables in a terminal, files."""
