"""Transcript → a build on disk: passages, vectors, words, the catalogue, and what sources said before."""
