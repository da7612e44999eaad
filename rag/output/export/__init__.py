"""An answer as a file of evidence: how it was asked, the quotes, their citations, and what was searched."""
