"""One file a command. Each imports what it needs when it runs, so that light ones start at once.

What prints tables in a terminal is imported last: JSON does not wait for rich.
"""
