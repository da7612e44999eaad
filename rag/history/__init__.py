"""What sources said before: every edit, removal and renaming that builds have noticed."""

from rag.history.keeping import Kept, Noticing, keep
from rag.history.records import FIELDS, Counts, Field, FieldChange, Revision, Turn
from rag.history.storage import History

__all__ = [
    "FIELDS",
    "Counts",
    "Field",
    "FieldChange",
    "History",
    "Kept",
    "Noticing",
    "Revision",
    "Turn",
    "keep",
]
