"""What sources said before: every edit, removal and renaming that builds have noticed."""

from rag.history.keeping import Kept, Noticing, keep
from rag.history.records import FIELDS, Counts, Field, FieldChange, Revision, Turn
from rag.history.storage import History
from rag.history.tracing import Former, trace

__all__ = [
    "FIELDS",
    "Counts",
    "Field",
    "FieldChange",
    "Former",
    "History",
    "Kept",
    "Noticing",
    "Revision",
    "Turn",
    "keep",
    "trace",
]
