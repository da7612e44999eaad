"""The figures of the README, each by a command that anyone can run again."""
