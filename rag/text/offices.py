"""What people are, as questions and transcripts call it, each office under one name."""

from __future__ import annotations

from rag.text.wordlists import word_set

_TABLE = """
president | prime minister: premier, pm | chancellor: federal chancellor | king | queen | emir | sultan |
emperor | crown prince | prince | pope | patriarch | rabbi: chief rabbi | minister | governor | mayor |
speaker | ambassador | envoy: special envoy, plenipotentiary envoy | rector | dean |
commissioner: ombudsman, ombudswoman, ombudsperson | press secretary: spokesman, spokeswoman, spokesperson |
secretary general: general secretary, secretary-general, sg | secretary | aide: adviser, advisor, assistant |
chief of staff | editor: editor-in-chief, editor in chief, chief editor | commander: commander-in-chief |
ceo: chief executive, chief executive officer |
director: general director, director general, director-general, managing director, executive director |
chairman: chairperson, chairwoman, chair, board chairman, chairman of the board,
chairman of the management board, chairperson of the board, co-chair, co-chairperson |
head | chief: boss | leader | manager | judge | prosecutor: prosecutor general | deputy | member | senator |
representative | moderator | host | coach | champion | general | colonel | presenter: news presenter |
academician | professor | head of state | head of government | winner | cosmonaut | physician: doctor |
co-founder | founder | vice premier: vice-premier
"""

OFFICES: dict[str, str] = {}
"""Phrase → the office it names."""
for _entry in _TABLE.replace("\n", " ").split("|"):
    _name, _, _aliases = _entry.partition(":")
    for _phrase in (_name, *_aliases.split(",")):
        if _phrase.strip():
            OFFICES[" ".join(_phrase.split())] = _name.strip()

WIDE = frozenset({"head", "chief", "ceo", "leader", "chairman", "director"})
"""Words that stand for whoever is at the top of something."""

EXECUTIVE = frozenset(
    {
        "head",
        "chief",
        "ceo",
        "chairman",
        "director",
        "president",
        "governor",
        "rector",
        "secretary general",
        "manager",
        "minister",
        "mayor",
        "commissioner",
        "leader",
        "speaker",
        "chief of staff",
    }
)
"""Who is at the top of something."""

TOP = {
    "head of state": frozenset({"president", "king", "queen", "emir", "sultan"}),
    "head of government": frozenset({"prime minister", "chancellor"}),
}
"""Words for the offices at the top of a state."""

LEADERS = frozenset({"president", "prime minister", "chancellor", "king", "queen", "emir", "sultan", "head"})
"""Who leads a country."""

SINGULAR = frozenset(
    {
        "president",
        "prime minister",
        "chancellor",
        "king",
        "queen",
        "emir",
        "crown prince",
        "patriarch",
        "pope",
        "rabbi",
    }
)
"""Offices that mean one person when nothing is said of what."""

DISTINGUISHING = frozenset(
    {"deputy", "vice", "vice-president", "former", "ex", "ex-president", "assistant", "co-chair", "first"}
)
"""What makes it another office."""

IGNORED = word_set(
    """republic kingdom state states federal acting current present new then executive management board
    corporation company group presidential plenipotentiary extraordinary national chief general mr mrs
    ms region territory city government country party faction kremlin"""
)
"""What may be left out of a role or added to it."""

SMALL_WORDS = word_set("""of the a an for and at in to on with by from its his her their our your my & –""")
