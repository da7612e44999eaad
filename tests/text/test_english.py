"""The vocabulary: no entry of its files is broken, doubled or unused."""

import re
from collections import Counter
from pathlib import Path

import pytest

from rag.text import english

FILES = sorted((Path(english.__file__).parent / "words").glob("*.txt"))
SECTIONS = english.sections("\n".join(path.read_text("utf-8") for path in FILES))
READ = re.findall(r'_(words|phrases|table)\(\s*"([^"]+)"', Path(english.__file__).read_text("utf-8"))
KINDS = {section: kind for kind, section in READ}


def entries(section: str) -> list[str]:
    """The words or phrases of a section, one by one."""
    lines = SECTIONS[section]
    if KINDS[section] == "words":
        return " ".join(lines).split()
    lines = lines if KINDS[section] == "table" else [" ".join(lines)]
    return [entry.strip() for line in lines for entry in re.split("[,:]", line)]


def test_every_section_is_read_once_and_holds_something() -> None:
    assert sorted(section for _, section in READ) == sorted(SECTIONS)
    assert [section for section, lines in SECTIONS.items() if not lines] == []


def test_entries_are_whole_and_in_lower_case() -> None:
    broken = [
        (section, entry)
        for section in SECTIONS
        for entry in entries(section)
        if entry != entry.lower()
        or not re.fullmatch(r"[^\W_](?:[^_]*[^\W_]\.?)?|[–—&-]", entry)
        or re.search(r"[^\w .'’-]|  ", entry.strip("–—&"))
    ]
    assert broken == []


def test_no_entry_stands_twice_in_a_section() -> None:
    counts = Counter((section, entry) for section in SECTIONS for entry in entries(section))
    doubled = [each for each, count in counts.items() if count > 1 and each[0] != "irregular verbs"]
    assert doubled == []


def test_sections_of_a_file() -> None:
    text = "# a comment\n[first]\none two\n\n[second one]\nuk, britain:\n    british, english\n  \n# end\n"
    assert english.sections(text) == {"first": ["one two"], "second one": ["uk, britain: british, english"]}
    with pytest.raises(ValueError, match="two sections are called 'a'"):
        english.sections("[a]\none\n[a]\ntwo")


def test_offices_by_their_other_names() -> None:
    assert english.OFFICES["chairman of the management board"] == "chairman"
    assert english.OFFICES["pm"] == english.OFFICES["prime minister"] == "prime minister"
    assert {"pm", "sg"}.isdisjoint(english.ROLES)
    known = set(english.OFFICES.values())
    assert known >= english.WIDE_OFFICES | english.EXECUTIVE_OFFICES
    assert known >= english.LEADING_OFFICES | english.SINGULAR_OFFICES
    assert set(english.TOP_OFFICES) | frozenset().union(*english.TOP_OFFICES.values()) <= known
