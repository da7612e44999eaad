"""A passage as a citation that stands alone: styles, a record that proves itself, and what became of it."""
