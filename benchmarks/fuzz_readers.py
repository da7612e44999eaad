# ruff: noqa: S101
"""python -m benchmarks.fuzz_readers SUFFIX [SECONDS] [FOLDER]: random files through one reader.

Guided by coverage (atheris, which is installed for this alone): files of the form are changed so that new
lines of the reader run. A reader gives transcripts whose offsets hold, or raises ReadError with one line. A
file that does anything else, or takes more than `SLOWEST` seconds or 2 GB, is kept in FOLDER, to be a test.
What is random of a Word document is its text; a PDF is read in this process, not in one of its own.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["rag"]):
    from rag.errors import ReadError
    from rag.index.chunking import lines_of
    from rag.readers import SourceAbout, pdf, pdf_pages, readers
    from rag.records import Transcript

    readers()

SLOWEST = 10
LONGEST = 20_000
"""Bytes of a file."""
SAMPLES = (
    Path(__file__).parent / "fuzz_samples",
    Path(__file__).parent.parent / "tests" / "readers" / "cases",
)
MARKS = Path(__file__).parent / "fuzz_samples" / "marks.dict"
"""Tags, keys and the like, for libFuzzer to put into files."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORDS = """
<w:document xmlns:w="w"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Talks</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Anna Berg:</w:t></w:r><w:ins><w:r><w:t> Yes.</w:t><w:br/></w:r></w:ins>
<w:del><w:r><w:delText>No</w:delText></w:r></w:del></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>0:01</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>Tom Reyes</w:t></w:r></w:p>
</w:tc><w:tc><w:p><w:r><w:t>No.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>"""


def main() -> None:
    """Fuzz one reader until the time is over."""
    suffix, seconds, folder = (*sys.argv[1:], *("600", tempfile.mkdtemp(prefix="fuzz-"))[len(sys.argv) - 2 :])
    samples = Path(folder) / f"samples{suffix}"
    samples.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(_samples(suffix)):
        (samples / f"sample-{number}").write_bytes(sample)
    pdf.printed_pages = pdf_pages._read
    template = _template() if suffix == ".docx" else b""

    def once(data: bytes) -> None:
        check(_packed(template, data) if template else data, suffix)

    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        "-rss_limit_mb=2048",
        f"-max_len={LONGEST}",
        "-len_control=0",
        f"-dict={MARKS}",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(samples)], once)
    atheris.Fuzz()


def check(data: bytes, suffix: str) -> None:
    """Read a file, and check what holds for every transcript."""
    try:
        transcripts = readers()[suffix].read(data, f"x{suffix}", SourceAbout())
    except ReadError as error:
        assert len(str(error).splitlines()) == 1, repr(str(error))
        return
    assert transcripts
    for transcript in transcripts:
        _check(transcript, data)


def _check(transcript: Transcript, data: bytes) -> None:
    assert all(len(warning.splitlines()) == 1 for warning in transcript.warnings), transcript.warnings
    source = data.decode("utf-8") if transcript.in_file else ""
    for number, utterance in enumerate(transcript.utterances):
        start, end, text = utterance.start, utterance.end, utterance.text
        assert utterance.number == number
        assert end - start == len(text)
        assert source[start:end] == text if transcript.in_file else start == 0
        assert all(start <= doubt.start < end for doubt in utterance.doubts)
        anchors = [anchor.start for anchor in utterance.anchors]
        assert anchors == sorted(anchors)
        assert not anchors or (anchors[0] == 0 and anchors[-1] <= len(text))
        first, last = lines_of(utterance, 0, len(text))
        assert utterance.lines[0] <= first <= last <= utterance.lines[1]


def _samples(suffix: str) -> list[bytes]:
    """Small files of the form."""
    if suffix == ".docx":
        return [WORDS.strip().encode()]
    if suffix == ".pdf":
        from fpdf import FPDF

        document = FPDF()
        document.set_compression(False)
        document.add_page()
        document.set_font("Times", size=12)
        for line in ("Talks", "**Anna Berg:** Good day, and well-", "known.", "Tom Reyes: No.", "1"):
            document.multi_cell(0, 6, line, markdown=True, new_x="LMARGIN", new_y="NEXT")
        return [bytes(document.output())]
    files = [path for folder in SAMPLES for path in sorted(folder.rglob(f"*{suffix}"))]
    found = [path.read_bytes() for path in files if path.stat().st_size < LONGEST]
    return found or [b"Anna Berg: Yes.\n\nTom Reyes: No.\n"]


def _template() -> bytes:
    import docx

    file = BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def _packed(template: bytes, words: bytes) -> bytes:
    """A Word document with this text."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(template)) as before, zipfile.ZipFile(file, "w") as after:
        for name in ("[Content_Types].xml", "word/styles.xml"):
            after.writestr(name, before.read(name))
        for name, kind, target in (
            ("_rels/.rels", "officeDocument", "word/document.xml"),
            ("word/_rels/document.xml.rels", "styles", "styles.xml"),
        ):
            link = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            after.writestr(name, f'<Relationships xmlns="{_PACKAGE}">{link}</Relationships>')
        after.writestr("word/document.xml", words)
    return file.getvalue()


if __name__ == "__main__":
    main()
