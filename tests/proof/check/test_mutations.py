"""Whatever is done to a quote, it is exact only where letter for letter the same was said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from check_examples import PUTIN_SAYS, write_quoted_corpus
from conftest import TopicEncoder
from corpus_examples import scratch
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.archive import Archive
from rag.errors import QuestionError
from rag.index.builder import build_index
from rag.proof.check.judge import check

pytestmark = pytest.mark.slow

WORDS = PUTIN_SAYS.replace("(Applause.) ", "").split()
STRANGE = (
    *("not", "never", "no", "without", "Ukraine", "Putin", "16", "2011", "12,8", "-12.8", "1", "²"),
    *("million", "un", "sеnt", "wіll", "brothérly", "ﬁve", "１５", "21", "'", "“", "-", "(", ")", "[", "]"),
    *("\u200b", "\u00ad", "\u202e", "\u0301"),
)  # fmt: skip
PIECES = st.one_of(st.sampled_from(STRANGE), st.sampled_from(WORDS), st.text(max_size=3))


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    with scratch() as folder:
        write_quoted_corpus(folder / "corpus")
        build_index(folder / "corpus", folder / "index", TopicEncoder())
        opened = Archive.open(folder / "index", TopicEncoder())
        yield opened
        opened.close()


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A few words of what was said, with one to three of them, or of their letters, changed."""
    first = draw(st.integers(0, len(WORDS) - 3))
    words = WORDS[first : first + draw(st.integers(3, 30))]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        word, piece = words[at], draw(PIECES)
        inside = draw(st.integers(0, len(word)))
        put_in, taken_out = word[:inside] + piece + word[inside:], word[:inside] + word[inside + 1 :]
        words[at] = draw(
            st.sampled_from((piece, "", f"{word} {piece}", put_in, taken_out, word.swapcase(), word[::-1]))
        )
        if draw(st.booleans()):
            other = draw(st.integers(0, len(words) - 1))
            words[at], words[other] = words[other], words[at]
    return draw(st.sampled_from((" ", "  ", "\n", "\u00a0", "\u2009"))).join(words)


@given(claim=mutated())
@settings(max_examples=300, deadline=None)
def test_exact_is_letter_for_letter(archive: Archive, claim: str) -> None:
    try:
        result = check(archive, claim)
    except QuestionError:
        return
    if result.verdict == "exact" and "…" not in claim and ". ." not in claim and ".." not in claim:
        for match in result.matches:
            assert letters(match.said) == letters(claim)


def letters(text: str) -> str:
    """Letters and numbers alone, without accents; a letter of another alphabet as its double."""
    seen = "".join(c for c in text.replace("(Applause.)", "") if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFKD", seen.replace("²", "squared")).casefold().replace("fifteen", "15")
    plain = plain.translate(str.maketrans("аеорсхуі", "aeopcxyi"))
    plain = re.sub(r"(?<![\w.,)\]])[-−](?=\d)", "minus", plain)
    return re.sub(r"\.(?!\d)|(?<!\d)\.|[^\w.]|_", "", plain)
