"""The worst questions, by value: which, in which order, with what beside them."""

from evaluation_examples import Shelf, asked, line, located, showing

from rag.evaluation.measures import score_questions
from rag.evaluation.runs import RunLine
from rag.evaluation.study import MOST, LabelledQuote, WorstQuestion, worst_questions

ANSWER, HELP = located("a.txt", 1, "Grain."), located("a.txt", 2, "Ports.")
NOISE = tuple(located("z.txt", number) for number in (1, 2, 3, 4))
SHELF = Shelf(ANSWER, HELP, *NOISE)


def worst(run: dict[str, RunLine], *qids: str) -> tuple[WorstQuestion, ...]:
    """The worst of these questions; one whose id begins with "no" cannot be answered."""
    questions = [asked(qid) if qid.startswith("no") else asked(qid, line("a.txt", 1)) for qid in qids]
    return worst_questions(questions, run, score_questions(questions, run), SHELF)


def test_lowest_first_then_wrongly_silent_then_wrongly_answered() -> None:
    run = {
        "second": showing("second", NOISE[0], ANSWER),
        "doubtful": showing("doubtful", NOISE[0], confidence=0.2),
        "sure": showing("sure", NOISE[0], confidence=0.9),
        "right": showing("right", ANSWER),
        "right but silent": showing("right but silent", ANSWER, silent=True),
        "wrong and silent": showing("wrong and silent", NOISE[0], silent=True, confidence=0.1),
        "no, said": showing("no, said", NOISE[0], silent=True),
        "no, half": showing("no, half", NOISE[0], confidence=0.6),
        "no, sure": showing("no, sure", NOISE[0], confidence=0.8),
    }
    assert [(each.fault, each.qid) for each in worst(run, *run)] == [
        ("ranked_low", "sure"),
        ("ranked_low", "doubtful"),
        ("ranked_low", "wrong and silent"),
        ("ranked_low", "second"),
        ("wrongly_silent", "right but silent"),
        ("wrongly_answered", "no, sure"),
        ("wrongly_answered", "no, half"),
    ]


def test_each_stands_with_what_was_labelled_and_what_was_found() -> None:
    help_, gone = line("a.txt", 2, 1), line("gone.txt", 7, 1)
    question = asked("1", help_, gone, line("a.txt", 1), kind="topic")
    run = {"1": showing("1", *NOISE, silent=True, confidence=0.25)}
    (found,) = worst_questions([question], run, score_questions([question], run), SHELF)
    assert found == WorstQuestion(
        fault="ranked_low",
        qid="1",
        kind="topic",
        question="Question 1?",
        previous=None,
        ndcg=0.0,
        answered=False,
        confidence=0.25,
        labelled=(
            LabelledQuote(line("a.txt", 1), ANSWER.quote),
            LabelledQuote(help_, HELP.quote),
            LabelledQuote(gone, None),
        ),
        found=tuple(each.quote for each in NOISE[:3]),
    )


def test_there_are_never_more_than_so_many_of_a_fault() -> None:
    run = {f"{number}": showing(f"{number}", NOISE[0]) for number in range(MOST + 1)}
    assert [each.qid for each in worst(run, *run)] == [str(number) for number in range(MOST)]


def test_where_all_is_well_nothing_is_worst() -> None:
    assert worst({"1": showing("1", ANSWER), "no": showing("no", silent=True)}, "1", "no") == ()
