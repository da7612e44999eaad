"""Who, when, where and follow-up, read out of a question by rules over what the corpus knows."""
