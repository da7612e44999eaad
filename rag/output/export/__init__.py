"""An answer as an evidence pack for a file: question, index, ranked quotes with citations, what was searched.

Five forms, told by the ending: JSON, CSV, Markdown, HTML, Word. The page's button and other programs get
the same bytes from `GET /api/export?q=…&format=docx`, with the filters of `/api/ask`.
"""

from rag.output.export.files import check_target, save
from rag.output.export.forms import FORMATS, MEDIA_TYPES, Format, render
from rag.output.export.pack import Pack, Settings, make_pack

__all__ = [
    "FORMATS",
    "MEDIA_TYPES",
    "Format",
    "Pack",
    "Settings",
    "check_target",
    "make_pack",
    "render",
    "save",
]
