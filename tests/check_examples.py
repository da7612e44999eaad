"""A corpus of alleged quotes: two transcripts, small enough to be known by heart."""

from __future__ import annotations

from pathlib import Path

from corpus_examples import lines, page

LONG = " ".join(
    f"We ship grain through port number {number} of the {number * 7} ports on our list."
    for number in range(20, 32)
)
"""One paragraph that no passage holds as a whole."""
PUTIN_SAYS = (
    "But Russia will not retaliate. For us, Ukraine and Ukrainians are a brotherly people. "
    "In 2010, we shipped 12.8 million tonnes of grain through Novorossiysk (Applause.) and fifteen other "
    "ports.\n\n"
    "The gas will flow from December 20, 2019. I know that it is cheap… It’s our gas. Attack no one."
)
TALKS = (
    f"President of Russia Vladimir Putin: {PUTIN_SAYS}".replace("\n\n", " "),
    "Question: What do you say of gas?",
    "President of Belarus Alexander Lukashenko: I do not believe in free gas. Every school needs a teacher, "
    "and every teacher needs a school. Thank you.",
    f"Vladimir Putin: {LONG}",
    "Vladimir Putin: Thank you.",
)
COUNCIL = {
    "id": "council",
    "title": "A council",
    "date": "2024-02-29",
    "utterances": [
        {
            "speaker": "Anna Ivanova",
            "text": PUTIN_SAYS.split("\n\n")[1] + "\n\nNo more of that.",
        },
        {
            "speaker": "Anna Ivanova",
            "text": "It is not for us to be in it. We build schools in the north and in the south.",
        },
    ],
}


def write_quoted_corpus(folder: Path) -> Path:
    """Talks as a page of the site (11 April 2024), a council as JSONL (29 February 2024)."""
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text(page(*TALKS, title="Talks"), "utf-8")
    (folder / "council.jsonl").write_text(lines(COUNCIL), "utf-8")
    return folder
