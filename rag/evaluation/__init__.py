"""Labelled questions and a run → measures with intervals, and a paired test between two runs."""
