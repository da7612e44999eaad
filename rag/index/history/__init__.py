"""What sources said before: every edit, removal and renaming that builds have noticed."""

from rag.index.history.revisions import FIELDS, Counts, Field, FieldChange, Revision, Turn
from rag.index.history.storage import History
from rag.index.history.tracing import Former, trace
from rag.index.history.track import Kept, Noticing, keep

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
