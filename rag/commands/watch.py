"""`rag watch`: questions and quotes that are saved, and what is new for them after a build."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.commands.ask import Place, Since, Speakers, Until
from rag.commands.options import INDEX, NEGATIVE, OFF, AsJson, Index

watch = typer.Typer(help="Save questions and quotes, and list what is new for them.", no_args_is_help=True)

Quote = Annotated[bool, typer.Option("--quote", help="The text is an alleged quote.", show_default=OFF)]


@watch.command()
def add(
    text: Annotated[str, typer.Argument(help="A question, or with --quote the words of somebody.")],
    quote: Quote = False,
    speaker: Speakers = None,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    index: Index = INDEX,
) -> None:
    """Save a question or a quote; what is indexed now is not news."""
    from rag import watches
    from rag.archive import Archive
    from rag.output.stdio import print_text
    from rag.records import Filters

    filters = Filters(tuple(speaker or ()), since, until, place)
    made = watches.made(Archive.open(index), "quote" if quote else "question", text, filters)
    watches.add(index, made)
    print_text(f"{made.id}\n")


@watch.command("list")
def list_saved(as_json: AsJson = False, index: Index = INDEX) -> None:
    """List what is saved, each with the path of its feed on a page that serves the index."""
    from rag import watches
    from rag.output.stdio import plain, print_json, print_text
    from rag.page.links import feed_path

    for each in watches.load(index):
        feed = feed_path(each.kind, each.text, each.filters)
        if as_json:
            print_json({**each.model_dump(exclude={"known", "told"}), "feed": feed})
        else:
            print_text(plain(f"{each.id}  {each.kind}: {' '.join(each.text.split())}  {feed}") + "\n")


@watch.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="As rag watch list gives it.")],
    index: Index = INDEX,
) -> None:
    """Remove a saved question or quote."""
    from rag import watches

    watches.remove(index, name)


@watch.command()
def run(as_json: AsJson = False, index: Index = INDEX) -> None:
    """List the passages that are new since the last run and answer; exit 1 where there are none."""
    from rag import watches
    from rag.archive import Archive
    from rag.output.contract import hit_json
    from rag.output.stdio import print_json

    archive = Archive.open(index)
    with watches.changing(index) as saved:
        told = watches.news(archive, saved)
    for news in told:
        if as_json:
            asked = {"id": news.watch.id, "kind": news.watch.kind, "text": news.watch.text}
            print_json({**asked, "passages": [hit_json(hit) for hit in news.hits]})
        elif news.hits:
            from rag.output.terminal_answers import show_passages

            show_passages(news.watch.text, news.hits)
    if not any(news.hits for news in told):
        raise typer.Exit(NEGATIVE)
