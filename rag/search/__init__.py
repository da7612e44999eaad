"""A question → ranked hits → an Answer."""
