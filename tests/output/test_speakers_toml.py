"""The first version of `speakers.toml`, by value; a build with it names everybody as before."""

from __future__ import annotations

import tomllib
from pathlib import Path

from rag.index.catalogue_labels import PrintedLabel, RoleHeld
from rag.output.speakers_toml import speakers_json, speakers_toml
from rag.readers.speakers_file import load_speakers

LABELS = (
    PrintedLabel("a", "Press Secretary Ann Holloway", "Ann Holloway", "printed", 1),
    PrintedLabel("a", "MS. HOLLOWAY", "Ann Holloway", "printed", 3),
    PrintedLabel("a", "MS. HOLLOWAY", "Ann Holloway", "carried", 1),
    PrintedLabel("a", "Smithson", "Owen Smithson", "printed", 1),
    PrintedLabel("a", "Speaker 1", None, "printed", 2),
    PrintedLabel("a", "Speaker 1", None, "carried", 1),
    PrintedLabel('b "x"', "Smithson", None, "doubtful", 1),
    PrintedLabel('b "x"', "Speaker 1", "Tom Reyes", "assigned", 2),
    PrintedLabel('b "x"', None, None, "unknown", 1),
    PrintedLabel("c", "ANN  HOLLOWAY", "ANN HOLLOWAY", "printed", 1),
    PrintedLabel("c", "x\x7f", "x\x7f", "printed", 1),
)
ROLES = (RoleHeld("Ann Holloway", "Press Secretary", "2024-03-04", "2024-05-01"),)
WRITTEN = """
[[speaker]]
name = "Ann Holloway"
aliases = [
    "MS. HOLLOWAY",
]
# roles = [
#     {role = "Press Secretary", from = 2024-03-04, to = 2024-05-01},
# ]

[[speaker]]
name = "Owen Smithson"
# also printed, for others too: "Smithson"

[[speaker]]
name = "Tom Reyes"

# no name that this file can hold: "x\\u007f"

[transcripts."a"]
# "Speaker 1" = ""

[transcripts."b \\"x\\""]
# "Smithson" = ""
"Speaker 1" = "Tom Reyes"
# "" = ""
"""


def test_the_file() -> None:
    text = "".join(speakers_toml(LABELS, ROLES))
    assert text.startswith("# Who is who.")
    assert text.endswith(WRITTEN)


def test_the_roles_take_effect_without_their_signs() -> None:
    (line,) = (line for line in WRITTEN.splitlines() if "Press Secretary" in line)
    assert tomllib.loads(f"roles = [{line.lstrip('# ')}]")["roles"][0]["role"] == "Press Secretary"


def test_as_json() -> None:
    form = speakers_json(LABELS, ROLES)
    assert form["speakers"][0] == {
        "name": "Ann Holloway",
        "labels": ("Press Secretary Ann Holloway", "MS. HOLLOWAY", "ANN  HOLLOWAY"),
        "roles": [{"role": "Press Secretary", "from": "2024-03-04", "to": "2024-05-01"}],
    }
    assert [person["name"] for person in form["speakers"]] == [
        *("Ann Holloway", "Owen Smithson"),
        *("Tom Reyes", "x\x7f"),
    ]
    assert form["unnamed"][0] == {"transcript": "a", "label": "Speaker 1", "utterances": 2}
    assert len(form["unnamed"]) == 4


def test_it_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "speakers.toml").write_text("".join(speakers_toml(LABELS, ROLES)), "utf-8")
    table = load_speakers(tmp_path / "speakers.toml")
    assert table.persons == {
        "annholloway": "Ann Holloway",
        "ms.holloway": "Ann Holloway",
        "owensmithson": "Owen Smithson",
        "tomreyes": "Tom Reyes",
    }
    assert table.assigned == {"a": {}, 'b "x"': {"Speaker 1": "Tom Reyes"}}
    assert table.roles["Ann Holloway"] == ()
