"""`rag add`: files and web pages into the corpus. The only command that fetches pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.commands.options import BUILT_IN, INDEX, MISTAKE, OFF, Index
from rag.errors import CorpusError, RagError

if TYPE_CHECKING:
    from rag.intake.adding import NewFile
    from rag.intake.fetching import Fetcher
    from rag.intake.known import KnownTranscripts
    from rag.settings import LoadedSettings


def add(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(help="Files, and addresses of web pages.", metavar="PATH|URL...")
    ] = None,
    list_file: Annotated[
        Path | None,
        typer.Option("--list", help="A file of paths and addresses, one a line.", show_default="none"),
    ] = None,
    corpus: Annotated[Path, typer.Option(help="Folder of the transcripts.")] = BUILT_IN.corpus,
    index: Index = INDEX,
    yes: Annotated[bool, typer.Option("--yes", help="Add without asking.", show_default=OFF)] = False,
) -> None:
    """Show how files and web pages are read, copy them into the corpus, and build.

    Pages are fetched over the network; no other command does so.
    """
    from rag.intake.fetching import Fetcher
    from rag.intake.known import KnownTranscripts
    from rag.output.stdio import print_error

    wanted = [*(sources or ()), *(_listed(list_file) if list_file else ())]
    if not wanted:
        raise CorpusError("nothing to add: name files or addresses, or a list of them with --list")
    if not yes and not sys.stdin.isatty():
        raise CorpusError(
            "nobody can be asked whether to add this: look with rag read, then use rag add --yes"
        )
    adding = _Adding(corpus, Fetcher(), KnownTranscripts(corpus, index), yes=yes)
    failed = False
    for source in dict.fromkeys(wanted):
        try:
            adding.add(source)
        except RagError as error:
            print_error(f"{source}: {error}")
            failed = True
    if adding.is_any_there:
        _build(corpus, index, context.obj)
    if failed:
        raise typer.Exit(MISTAKE)


class _Adding:
    """Adds one source after the other."""

    def __init__(self, corpus: Path, fetcher: Fetcher, known: KnownTranscripts, *, yes: bool) -> None:
        self._corpus = corpus
        self._fetcher = fetcher
        self._known = known
        self._yes = yes
        self.is_any_there = False
        """Whether some source is in the corpus now."""

    def add(self, source: str) -> None:
        """Add a file or page, if the person wants it. Raises RagError where that cannot be."""
        from rag.intake.adding import put
        from rag.output.terminal_add import show_new_file

        new = self._new_file(source)
        if new is None:
            return
        self._known.refuse(new.transcripts)
        others = [other for each in new.transcripts for other in self._known.other_pages(each)]
        show_new_file(new.name, new.transcripts, others)
        if self._yes or typer.confirm(f"Add it to {self._corpus}?"):
            put(new, self._corpus)
            self._known.add(new.transcripts)
            self.is_any_there = True

    def _new_file(self, source: str) -> NewFile | None:
        """What a source holds; None where that was fetched before."""
        from rag.intake.adding import from_file, from_page
        from rag.intake.fetching import is_url, normal_url

        if not is_url(source):
            return from_file(Path(source), self._corpus)
        if self._is_there(source, normal_url(source)):
            return None
        page = self._fetcher.fetch(source)
        return None if self._is_there(source, page.url) else from_page(page, self._corpus)

    def _is_there(self, source: str, url: str) -> bool:
        from rag.output.terminal import show_lines

        if name := self._known.source_at(url):
            show_lines([f"{source} is in the corpus already: {name}"])
            self.is_any_there = True
        return name is not None


def _listed(path: Path) -> Sequence[str]:
    """The lines of a list; blank ones and comments left out. Raises CorpusError."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CorpusError(f"the list {path} cannot be read: {reason}") from error
    return [text for line in lines if (text := line.strip()) and not text.startswith("#")]


def _build(corpus: Path, index: Path, settings: LoadedSettings) -> None:
    """Bring the index up to date, with the settings of the file, else with those that it has."""
    from rag.commands.build import run_build
    from rag.index.store import serving_build

    has: dict[str, Any] = {}
    if build := serving_build(index):
        model, recipe = build.manifest.model, build.manifest.recipe
        has = {"model": model.name, "passage_tokens": recipe.passage_tokens}
    values = replace(
        settings.values, **{name: value for name, value in has.items() if name not in settings.given}
    )
    run_build(corpus, index, values.model, values.passage_tokens)
