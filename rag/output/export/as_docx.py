"""python-docx, alone: a pack as a Word document."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rag.output.export.pack import Pack, facts, lead, remarks
from rag.proof.cite.citation import Citation
from rag.records import Hit

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a zip file knows."""


def render(pack: Pack) -> bytes:
    """Return the file."""
    document = docx.Document()
    _describe(document, pack)
    document.add_heading(_text(pack.answer.question), 0)
    table = document.add_table(rows=0, cols=2)
    for name, value in facts(pack):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, _text(value)
    document.add_paragraph(_text(lead(pack)))
    for hit, citation in pack.quotes:
        _add_quote(document, pack, hit, citation)
    file = BytesIO()
    document.save(file)
    return _without_times(file)


def _describe(document: Document, pack: Pack) -> None:
    """Fill in what a file says of itself; python-docx would put its own template's author and day."""
    about = document.core_properties
    about.author, about.comments, about.title = "rag-transcripts", "", _text(pack.answer.question)[:255]
    about.created = about.modified = datetime.fromisoformat(pack.made).replace(tzinfo=None)


def _add_quote(document: Document, pack: Pack, hit: Hit, citation: Citation) -> None:
    document.add_heading(_text(f"{hit.rank}. {citation.who}"), 2)
    about = document.add_paragraph()
    if citation.address:
        _add_link(about, citation.address, _text(citation.event))
    else:
        about.add_run(_text(citation.event))
    document.add_paragraph(_text(citation.quote), "Quote")
    for remark in remarks(pack, hit, citation):
        document.add_paragraph(_text(remark))


def _add_link(paragraph: Paragraph, address: str, words: str) -> None:
    """Add a link, which python-docx has no call for."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _text(text: str) -> str:
    """Return text as XML can hold it: a control character, which it cannot, is shown as a box."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def _without_times(file: BytesIO) -> bytes:
    """Write the zip file anew, without the time at which each part was written."""
    written = BytesIO()
    with ZipFile(file) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = ZipInfo(name, _EPOCH)
            part.compress_type = ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return written.getvalue()
