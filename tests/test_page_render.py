"""Records → HTML: everything escaped, every quote to the character, nothing claimed that is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_examples import LUKASHENKO, PORTS_QUESTION, PUTIN, WordArchive, passage, transcripts

from rag.errors import QuestionError
from rag.page import markup, wording
from rag.page.reader import missing_page, read_place, transcript_page
from rag.page.render import OPEN_CARDS, card, masthead, thread_html
from rag.page.thread import KEPT, Thread, Turn, follow
from rag.records import (
    Answer,
    Coverage,
    Filters,
    Hit,
    Narration,
    Passage,
    Searched,
    SpeakerCount,
    Transcript,
    Understood,
    Utterance,
    Voice,
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</blockquote></article></div><h1>Official</h1>",
    "<!-- ${alert(1)} {{value}} `x` \\u003cb\\u003e @children",
    "&lt;b&gt; &amp;amp; &#13; &copy",
    "line\r\nbreak\rlone\u2028and\u00a0no-break\u202etfel",
)
VOID = {"meta", "br", "img", "input", "link", "hr"}
ALLOWED = {
    "article": {"class", "aria-label", "lang"},
    "bdi": set(),
    "blockquote": {"class", "dir"},
    "body": {"class"},
    "button": {"type", "class"},
    "details": set(),
    "div": {"class", "role", "aria-live", "aria-label", "dir"},
    "h1": {"dir"},
    "h2": {"dir"},
    "head": set(),
    "header": {"class"},
    "html": {"lang"},
    "main": set(),
    "mark": {"id"},
    "meta": {"charset", "name", "content"},
    "nav": set(),
    "p": {"class", "dir"},
    "section": {"class", "id"},
    "span": {"id"},
    "strong": set(),
    "style": set(),
    "summary": set(),
    "time": {"datetime"},
    "title": set(),
    "a": {"href", "target", "rel"},
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """A page as a parser sees it: its elements in order, each with all the text inside it."""

    markup: str
    elements: list[Element] = field(default_factory=list)
    stack: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.markup)
        self.close()
        assert not self.stack, f"unclosed: {self.stack}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        assert {name for name, _ in attrs} <= ALLOWED[tag], (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.stack:
            element.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def texts(self, tag: str, class_: str | None = None) -> list[str]:
        return [e.text for e in self.elements if e.tag == tag and e.attributes.get("class") == class_]

    def links(self) -> list[str]:
        return [e.attributes["href"] for e in self.elements if e.tag == "a"]


def hit(text: str = "Yes, with services.", **changes: object) -> Hit:
    said = Utterance(
        3, PUTIN, PUTIN, "President of Russia", None, "printed", text, 10, 10 + len(text), (5, 5)
    )
    found = Hit(
        rank=1,
        score=0.5,
        passage=Passage("meeting", 3, 10, 10 + len(text), (5, 5), 4, text),
        utterance=said,
        title="Meeting",
        date="2024-04-11",
        place="The Kremlin",
        url=None,
        source="meeting.txt",
        sha256="0" * 64,
        highlight=None,
        by_meaning=2,
        by_words=5,
        before=None,
        after=None,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def answer(*hits: Hit, answered: bool = True, **changes: object) -> Answer:
    searched = Searched(2, 90, "2023-04-05", "2024-04-11", 0)
    given_ = Answer("Who?", Filters(), Understood(), answered, 0.9, searched, hits)
    return replace(given_, **changes)  # type: ignore[arg-type]


def shown(made: Answer) -> Page:
    return Page(thread_html((Turn(made.question, answer=made),)))


def speaking(**changes: object) -> Page:
    return Page(card(hit(utterance=replace(hit().utterance, **changes))))  # type: ignore[arg-type]


# Nothing a stranger wrote becomes markup.


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_in_every_field_of_an_answer_stays_text(bad: str) -> None:
    said = Utterance(0, bad, bad, bad, bad, "carried", bad, 0, len(bad), (1, 1))
    hostile = hit(
        passage=Passage(bad, 0, 0, len(bad), (1, 1), 1, bad),
        utterance=said,
        title=bad,
        date=bad,
        place=bad,
        url=f"https://example.org/{bad}",
        source=bad,
        highlight=(0, 3),
        before=Voice(bad, bad, bad),
        after=Voice(None, bad, bad),
    )
    nameless = replace(hostile, utterance=replace(said, speaker=None), highlight=None, before=None)
    limits = Filters(speakers=(bad, bad), since=bad, until=bad, place=bad, transcripts=(bad,))
    read = Understood(speakers=(bad,), since=bad, place=bad, followup=True)
    searched = Searched(1, 1, bad, bad, 4)
    for answered in (True, False):
        made = answer(
            hostile,
            nameless,
            answered=answered,
            filters=limits,
            understood=read,
            searched=searched,
            question=bad,
        )
        page = shown(made)
        assert page.texts("h2") == [bad]
        assert page.texts("blockquote") == [bad, bad]
        assert page.texts("blockquote", "context") == [bad, bad, bad]
        assert bad in page.texts("p", "who")[0]
        assert bad in page.texts("p", "who nobody")[0]
        assert all(bad in about for about in page.texts("p", "about"))


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_in_an_error_a_question_and_the_coverage_stays_text(bad: str) -> None:
    page = Page(thread_html((Turn(bad, error=bad),)))
    assert page.texts("h2") == [bad]
    assert page.texts("p", "error") == [bad]
    Page(masthead(Coverage(1, 1, 1, bad, bad, (SpeakerCount(bad, (bad,), 1),), {bad: 1})))


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_in_every_field_of_a_transcript_stays_text(bad: str) -> None:
    said = Utterance(0, bad, None, bad, bad, "unknown", bad, 0, len(bad), (1, 1))
    held = Transcript(
        bad, bad, bad, bad, "javascript:alert(1)", bad, "0", bad, bad, (said,), (Narration(bad, (2, 2)),)
    )
    page = Page(transcript_page(held, (0, 0, len(bad))))
    assert page.texts("h1") == [bad]
    assert page.texts("div", "said") == [bad]
    assert page.texts("p", "narration") == [bad]
    assert page.texts("mark") == [bad]
    assert bad in page.texts("p", "source")[0]
    assert page.links() == ["/"]
    assert bad[:200] in Page(missing_page(bad)).texts("p")[0]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_the_parser_as_it_was(data: str) -> None:
    assert Page(f"<p>{markup.text(data)}</p>").texts("p") == [data]
    assert Page(f'<p class="{markup.text(data)}"></p>').elements[0].attributes["class"] == data


# Verbatim.


def test_every_quote_is_the_passage_to_the_character() -> None:
    archive = WordArchive(transcripts())
    found = archive.ask(PORTS_QUESTION, k=1000).hits
    assert len(found) == archive.coverage().passages > 80
    quotes = shown(answer(*found)).texts("blockquote")
    assert quotes == [one.passage.text for one in found]
    assert sum("\u00a0" in quote for quote in quotes) > 70


def test_paragraphs_stay_paragraphs() -> None:
    said = transcripts()[1].utterances[0]
    whole = passage(transcripts()[1], said, 0, len(said.text))
    (quote,) = Page(card(hit(passage=whole, utterance=said))).texts("blockquote")
    assert quote.startswith("Mr Lukashenko,\n\nThank you")
    assert re.search(r"blockquote \{[^}]*white-space: pre-wrap", stylesheet())


def test_the_sentence_that_answers_is_marked_and_only_where_the_offsets_fit() -> None:
    text = "First. <Second> & third."
    marked = Page(card(hit(text, highlight=(7, 15))))
    assert (marked.texts("mark"), marked.texts("blockquote")) == (["<Second>"], [text])
    for wrong in (None, (3, 3), (-2, 4), (4, 99), (9, 2)):
        page = Page(card(hit(text, highlight=wrong)))
        assert (page.texts("mark"), page.texts("blockquote")) == ([], [text])


# Attributed.


def test_a_card_says_who_when_where_and_why() -> None:
    page = Page(card(hit()))
    assert page.texts("p", "who") == ["Vladimir Putin · President of Russia"]
    assert page.texts("p", "about") == ["Meeting · 11 April 2024 · The Kremlin"]
    assert page.texts("p", "why") == ["Ranked 2nd by meaning, 5th by its words"]
    assert [e.attributes["datetime"] for e in page.elements if e.tag == "time"] == ["2024-04-11"]


def test_a_card_without_title_date_and_place_names_the_transcript() -> None:
    bare = Page(card(hit(title=None, date=None, place=None, by_meaning=None, by_words=None)))
    assert bare.texts("p", "about") == ["meeting"]
    assert bare.texts("p", "why") == [""]


@pytest.mark.parametrize(
    ("label", "attribution", "expected"),
    [
        ("Question", "printed", "The transcript names no speaker here (printed label: “Question”)."),
        (None, "unknown", "The transcript names no speaker here (no label is printed)."),
        ("Question", "carried", "The transcript names no speaker here (printed label: “Question”)."),
    ],
)
def test_a_speaker_that_is_not_named_is_not_guessed(
    label: str | None, attribution: str, expected: str
) -> None:
    page = speaking(label=label, speaker=None, role=None, attribution=attribution)
    assert page.texts("p", "who nobody") == [expected]
    assert page.texts("strong") == []


def test_a_carried_speaker_is_said_to_be_assumed() -> None:
    page = speaking(label=None, attribution="carried", role=None)
    assert page.texts("p", "who") == ["Vladimir Putin"]
    assert page.texts("p", "note") == [
        "No label is printed here, after a cut in the transcript: the last speaker before it is assumed."
    ]
    assert speaking().texts("p", "note") == []


def test_a_parenthetical_is_shown_as_printed() -> None:
    expected = ["Vladimir Putin · President of Russia · (retranslated)"]
    assert speaking(parenthetical="retranslated").texts("p", "who") == expected
    assert speaking(parenthetical="(retranslated)").texts("p", "who") == expected


def test_the_official_link_is_there_only_when_its_address_is_known_and_of_the_web() -> None:
    official = "http://en.kremlin.ru/events/president/news/1?a=1&b=2"
    own = "/transcripts/meeting?u=3&start=10&end=29#passage"
    assert Page(card(hit(url=official))).links() == [own, official]
    refused = (
        None,
        "",
        "javascript:alert(1)",
        "//example.org",
        "ftp://example.org/",
        "http://",
        "https:///x",
    )
    odd = (
        " http://example.org",
        "http://exa\nmple.org",
        "java\tscript:alert(1)",
        "http://[",
        "data:text/html,x",
    )
    for url in refused + odd:
        assert Page(card(hit(url=url))).links() == [own], url


def test_an_id_is_quoted_in_the_address_of_the_reader() -> None:
    found = hit(passage=replace(hit().passage, transcript="a/b?c#d é"))
    address = "/transcripts/a%2Fb%3Fc%23d%20%C3%A9?u=3&start=10&end=29#passage"
    assert Page(card(found)).links() == [address]


def test_what_was_said_around_is_one_click_away() -> None:
    page = Page(
        card(hit(before=Voice(None, "Question", "Why?"), after=Voice(LUKASHENKO, LUKASHENKO, "Yes.")))
    )
    assert page.texts("summary") == ["What was said before and after"]
    assert page.texts("p", "voice") == ["Before · printed label “Question”", "After · Alexander Lukashenko"]
    assert page.texts("blockquote", "context") == ["Why?", "Yes."]
    assert Page(card(hit(before=Voice(None, None, "Why?")))).texts("summary") == ["What was said before"]
    assert Page(card(hit())).texts("summary") == []


def test_a_slice_of_a_longer_turn_is_said_to_be_one() -> None:
    longer = replace(hit().utterance, text="Yes, with services. More.", end=35)
    assert "part of a longer turn" in Page(card(hit(utterance=longer))).texts("p", "why")[0]


# Honest.


def test_an_answer_shows_the_best_passages_and_folds_the_rest() -> None:
    hits = tuple(hit(f"Passage {n}.", rank=n) for n in range(1, 11))
    page = shown(answer(*hits))
    assert [e.attributes["aria-label"] for e in page.elements if e.tag == "article"] == [
        f"Passage {n}" for n in range(1, 11)
    ]
    (folded,) = page.texts("details")
    assert page.texts("summary") == ["5 more passages"]
    assert "Passage 6." in folded
    assert "Passage 5." not in folded
    assert OPEN_CARDS == 5
    assert page.texts("p", "searched") == [
        "Searched 2 transcripts, 90 passages, 5 April 2023 to 11 April 2024."
    ]


def test_no_answer_is_said_and_the_nearest_passages_are_not_offered_as_one() -> None:
    searched = Searched(1, 3, "2024-04-11", "2024-04-11", 3)
    page = shown(answer(hit(), answered=False, filters=Filters(since="2024-01-01"), searched=searched))
    assert page.texts("strong")[0] == "Nothing was found that answers this."
    assert page.texts("p", "reading") == ["Filters: from 1 January 2024."]
    assert page.texts("p", "searched") == [
        "Searched 1 transcript, 3 passages, 11 April 2024. The filters left out 3 of the first hits. "
        "That is no proof: it may have been said where no transcript was searched."
    ]
    assert page.texts("summary") == ["Nearest passages, which do not seem to answer"]
    (folded,) = page.texts("details")
    assert "Yes, with services." in folded


def test_an_empty_search_offers_nothing() -> None:
    page = shown(
        answer(answered=False, searched=Searched(0, 0, None, None, 0), filters=Filters(until="1999"))
    )
    assert page.texts("p", "searched") == [
        "No transcript lies within the filters. "
        "That is no proof: it may have been said where no transcript was searched."
    ]
    assert page.texts("article", "card") == page.texts("details") == []


def test_what_was_read_out_of_the_question_is_said() -> None:
    read = Understood((PUTIN, LUKASHENKO), "2018-09-01", "2018-09-30", "Sochi", followup=True)
    assert shown(answer(hit(), understood=read)).texts("p", "reading") == [
        "Favoured, as the question says: said by Vladimir Putin or Alexander Lukashenko; "
        "from 1 September 2018 to 30 September 2018; place or title contains “Sochi”. "
        "Taken as a follow-up to the question before."
    ]
    assert shown(answer(hit())).texts("p", "reading") == []


def test_the_start_says_what_is_held() -> None:
    page = Page(masthead(WordArchive(transcripts()).coverage()))
    assert page.texts("p", "facts") == ["2 transcripts · 5 April 2023 to 11 April 2024 · 2 speakers"]
    (log,) = [e for e in Page(thread_html(())).elements if e.attributes.get("role") == "log"]
    assert log.attributes["aria-live"] == "polite"
    assert log.text.startswith("Ask in plain words.")


# The thread.


class Remembering(WordArchive):
    """Notes what each question was said to follow."""

    def ask(self, question: str, *args: object, **kwargs: object) -> Answer:
        noted.append((question, kwargs.get("previous")))
        return super().ask(question, *args, **kwargs)  # type: ignore[arg-type]


noted: list[tuple[str, object]] = []


def test_a_question_follows_the_last_one_that_was_searched() -> None:
    noted.clear()
    thread: Thread = ()
    for question in ("Who spoke of ports?", "", "And of spaceports?"):
        thread = follow(Remembering(transcripts()), thread, question)
    assert noted == [
        ("Who spoke of ports?", None),
        ("", "Who spoke of ports?"),
        ("And of spaceports?", "Who spoke of ports?"),
    ]
    assert [turn.answer is None for turn in thread] == [False, True, False]
    assert "the question is empty" in (thread[1].error or "")


def test_a_filter_that_cannot_be_searched_is_a_turn_of_the_thread() -> None:
    archive = WordArchive(transcripts())
    for wrong in (Filters(since="yesterday"), Filters(since="2024", until="2023"), Filters(("Nobody",))):
        (turn,) = follow(archive, (), PORTS_QUESTION, wrong)
        with pytest.raises(QuestionError) as raised:
            archive.ask(PORTS_QUESTION, wrong)
        assert Page(thread_html((turn,))).texts("p", "error") == [str(raised.value)]


def test_a_thread_lets_its_oldest_turns_go() -> None:
    full = tuple(Turn(str(n), error="x") for n in range(KEPT))
    longer = follow(WordArchive(transcripts()), full, "")
    assert [turn.question for turn in longer] == [str(n) for n in range(1, KEPT)] + [""]


# The reader.


def test_the_reader_holds_every_utterance_and_narration_in_the_order_of_the_source() -> None:
    held = transcripts()[1]
    page = Page(transcript_page(held))
    assert page.texts("h1") == ["Meeting with President of Belarus Alexander Lukashenko"]
    assert page.texts("p", "about") == ["11 April 2024 · The Kremlin, Moscow"]
    assert page.texts("p", "source") == ["Source file: 004_740d1cef05ee691b.txt"]
    assert page.texts("div", "said") == [u.text for u in held.utterances]
    assert page.texts("p", "label") == [u.label for u in held.utterances]
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert ids == [f"u{u.number}" for u in held.utterances]
    (main,) = page.texts("main")
    assert main.index(held.narration[0].text) < main.index(held.utterances[0].text)


def test_the_reader_marks_the_passage_and_nothing_else() -> None:
    for held in transcripts():
        for said in held.utterances:
            for match in re.finditer(r"\S.*", said.text):
                found = passage(held, said, *match.span())
                page = transcript_page(held, (said.number, found.start, found.end))
                assert re.findall(r'<mark id="passage">(.*?)</mark>', page, re.DOTALL) == [
                    markup.text(found.text)
                ]


def test_offsets_within_the_utterance_serve_as_well() -> None:
    said = Utterance(7, "Chair", "Chair", None, None, "printed", "One. Two. Three.", 0, 16, (1, 1))
    held = replace(transcripts()[0], utterances=(said,), narration=(), url="https://example.org/7")
    page = Page(transcript_page(held, (7, 5, 9)))
    assert page.texts("mark") == ["Two."]
    assert page.links() == ["/", "https://example.org/7"]


def test_the_reader_shows_labels_as_printed_and_says_where_there_is_none() -> None:
    said = transcripts()[0].utterances[0]
    turns = (
        replace(said, label="Question", speaker=None, role=None),
        replace(said, number=1, parenthetical="retranslated"),
        replace(said, number=2, label=None, attribution="carried"),
        replace(said, number=3, label=None, speaker=None, attribution="unknown"),
    )
    page = Page(transcript_page(replace(transcripts()[0], utterances=turns)))
    assert page.texts("p", "label") == ["Question", "President of Russia Vladimir Putin (retranslated)"]
    assert page.texts("p", "who") == ["Vladimir Putin · President of Russia"]
    assert len(page.texts("p", "note")) == 1
    assert page.texts("p", "who nobody") == ["The transcript names no speaker here (no label is printed)."]


@pytest.mark.parametrize("place", [(3, 0, 5), (3, 10**8, 10**9), (99, 1, 2), (3, 9, 3)])
def test_a_place_that_is_none_marks_nothing(place: tuple[int, int, int]) -> None:
    page = Page(transcript_page(transcripts()[1], place))
    assert page.texts("mark") == []
    assert page.texts("div", "said") == [u.text for u in transcripts()[1].utterances]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (("41", "10", "20"), (41, 10, 20)),
        (("41", None, "20"), None),
        (("-1", "10", "20"), None),
        (("4" * 5000, "10", "20"), None),
        (("٤", "1", "2"), None),
        (("1<script>", "1", "2"), None),
        ((None, None, None), None),
    ],
)
def test_only_three_numbers_are_a_place(
    query: tuple[str | None, str | None, str | None], place: tuple[int, int, int] | None
) -> None:
    assert read_place(*query) == place


# The page's own words.


def test_why_a_passage_was_found() -> None:
    assert wording.why(None, 3) == "Ranked 3rd by its words"


# The colours: contrast of text by the formula of WCAG 2.2, at least 4.5 to 1 (level AA).


def stylesheet() -> str:
    return files("rag.page").joinpath("style.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_published() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_can_be_read_in_light_and_dark(scheme: int) -> None:
    pairs = re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", stylesheet())
    colours = {name: both[scheme] for name, *both in pairs}
    for ground in ("paper", "raised"):
        for ink in ("ink", "quiet", "accent", "wrong"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["ink"], colours["marked"]) >= 4.5
