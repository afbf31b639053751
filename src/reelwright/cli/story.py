"""``reelwright new``, ``bible``, ``check``, ``judge``: from an idea to scripts, and what they are worth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.markup import escape

from reelwright.cli.speak import Speaker
from reelwright.errors import BadInput

if TYPE_CHECKING:
    from reelwright.writing.documents import Finding
    from reelwright.writing.judge import Judgement

EXIT_CONTRADICTIONS = 2
WRITERS = ("built-in", "model")
_SHOWN_LEFT = 8
_SCRIPT_SUFFIXES = (".fountain", ".spmd", ".fdx", ".docx", ".doc", ".pdf", ".txt", ".md")

story = typer.Typer()

SeriesPath = Annotated[Path, typer.Argument(help="A series folder or a script file.", show_default="here")]
AsJson = Annotated[bool, typer.Option("--json", help="Say everything as JSON lines.")]


@story.command()
def new(
    story: Annotated[
        str,
        typer.Argument(
            help="Who finds out what, in one sentence; or a file: a script, or prose for a model."
        ),
    ],
    episodes: Annotated[int, typer.Option("--episodes", "-e", help="How many, 1 to 100.")] = 12,
    language: Annotated[str, typer.Option(help="en or zh; empty: as the logline.")] = "",
    seed: Annotated[int, typer.Option(help="Another number, another series.")] = 1,
    form: Annotated[
        str,
        typer.Option(
            help="wedding, contract, heir, lost-child, rebirth, second-chance, slap-back, swapped, palace."
        ),
    ] = "",
    best_of: Annotated[
        int, typer.Option(min=1, max=20, help="Write so many and keep the best; a model: of each episode.")
    ] = 1,
    layout: Annotated[
        str, typer.Option("--as", help="How a script is laid out, where it is not recognised.")
    ] = "",
    writer: Annotated[
        str, typer.Option(help="built-in, or model: a language model on a server.")
    ] = "built-in",
    server: Annotated[str, typer.Option(help="Of the model: its address, mostly with /v1 at its end.")] = "",
    model: Annotated[str, typer.Option(help="The model that the server is asked for.")] = "",
    key_variable: Annotated[
        str, typer.Option(help="The environment variable that holds the server's key.")
    ] = "OPENAI_API_KEY",
    context: Annotated[int, typer.Option(help="Tokens that the model can hold.")] = 8192,
    in_flight: Annotated[
        int, typer.Option(min=1, max=256, help="How many answers are asked for at once.")
    ] = 8,
    token_price: Annotated[float, typer.Option(min=0, help="Of a thousand tokens, in USD.")] = 0.0,
    answer_price: Annotated[
        float | None, typer.Option(min=0, help="Of a thousand that the model says, where that differs.")
    ] = None,
    budget: Annotated[float, typer.Option(min=0, help="What the model may cost, in USD.")] = 0.0,
    tokens: Annotated[int, typer.Option(min=0, help="How many tokens the model may take.")] = 0,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Begin the folder, say what the model will cost, and stop.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before money is spent.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The new folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a series from a sentence with the built-in storyteller or a model, or import a script."""
    if layout or (writer != "model" and _is_file(story)):
        _import(Path(story), layout, out, Speaker(as_json=as_json))
        return
    if writer not in WRITERS:
        raise BadInput(
            f"There is no writer {writer!r}", where="--writer", next_step=f"Known: {', '.join(WRITERS)}."
        )
    if writer == "model":
        if form:
            raise BadInput(
                "The model writer knows no forms",
                where="--form",
                next_step="Say the form in the sentence; leave this to the built-in storyteller.",
            )
        from reelwright.cli.write import run_writer
        from reelwright.production.prices import Tariff
        from reelwright.studio.model_writer import Limits, begin_series, open_writing
        from reelwright.writing.options import WriterOptions

        asked = WriterOptions(
            url=server,
            model=model,
            key=key_variable,
            episodes=episodes,
            context_tokens=context,
            in_flight=in_flight,
            tokens=tokens,
            best_of=best_of,
        )
        prose = ""
        if _is_file(story):
            from reelwright.formats.recognition import read_plain

            prose, story = read_plain(Path(story)), Path(story).stem
        folder = begin_series(
            story,
            asked,
            language=language,
            seed=seed,
            tariff=Tariff(thousand_tokens=token_price, thousand_answer_tokens=answer_price),
            out=out,
            prose=prose,
        )
        run_writer(
            Speaker(as_json=as_json),
            open_writing(folder),
            None,
            Limits(budget_usd=budget),
            in_flight=in_flight,
            is_asked=not yes,
            is_only_told=estimate,
        )
        return
    from reelwright.studio.story import new_series

    made = new_series(
        story, episodes=episodes, language=language, seed=seed, form=form, best_of=best_of, out=out
    )
    speaker, draft = Speaker(as_json=as_json), made.draft
    if as_json:
        speaker.fact(
            "new",
            folder=str(made.folder),
            title=draft.bible.title,
            form=draft.bible.form,
            seed=draft.bible.seed,
            episodes=len(draft.episodes),
            taken=draft.taken,
            left=draft.left,
            why=made.why,
        )
        return
    speaker.out.print(
        f"[bold]{escape(draft.bible.title)}[/] ({len(draft.episodes)}) in {escape(str(made.folder))}"
    )
    for taken in draft.taken:
        speaker.out.print(f"  taken from the logline: {escape(taken)}")
    if draft.left:
        speaker.out.print(f"  not understood: {escape(', '.join(draft.left[:_SHOWN_LEFT]))}")
    for reason in made.why:
        speaker.out.print(f"  {escape(reason)}")
    speaker.out.print(f"Next: reelwright make {escape(str(made.folder))}")


def _is_file(text: str) -> bool:
    """A sentence is no path: nothing is looked up for what has the length of one."""
    try:
        return Path(text).is_file() or (" " not in text and Path(text).suffix.lower() in _SCRIPT_SUFFIXES)
    except OSError:
        return False


def _import(path: Path, layout: str, out: Path | None, speaker: Speaker) -> None:
    from reelwright.studio.importing import REPORT, import_series

    made = import_series(path, layout=layout, out=out)
    proof = made.coverage
    speaker.notices(made.notices)
    if speaker.as_json:
        speaker.fact(
            "imported",
            folder=str(made.folder),
            title=made.title,
            layout=made.layout,
            because=made.because,
            episodes=made.episode_count,
            lines=made.line_count,
            is_split=made.is_split,
            coverage=proof.share,
            source_lines=proof.line_count,
            listed=proof.listed,
            added_words=len(proof.added),
            is_in_order=proof.is_in_order,
        )
        return
    split = ", broken at hooks" if made.is_split else ""
    speaker.out.print(
        f"[bold]{escape(made.title)}[/] ({made.episode_count} episodes{split}, {made.line_count} spoken "
        f"lines) in {escape(str(made.folder))}"
    )
    speaker.out.print(f"  read as {escape(made.layout)}, because {escape(made.because)}")
    speaker.out.print(
        f"  {proof.line_count} lines of the script: {proof.taken} word for word, {proof.listed} listed in "
        f"{REPORT}, {len(proof.lost)} lost"
    )
    speaker.out.print(f"Next: reelwright make {escape(str(made.folder))}")


@story.command()
def bible(
    path: SeriesPath = Path(),
    chart: Annotated[Path | None, typer.Option(help="Draw the relationships into this SVG file.")] = None,
    curve: Annotated[
        Path | None, typer.Option(help="Draw the tension of the season into this SVG file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the bible of a series; draw its relationships and its tension."""
    from reelwright.studio.story import bible_of, write_drawing
    from reelwright.writing.bible_file import bible_page
    from reelwright.writing.charts import relationship_chart, tension_curve

    speaker, found = Speaker(as_json=as_json), bible_of(path)
    for file, draw in ((chart, relationship_chart), (curve, tension_curve)):
        if file is not None:
            write_drawing(file, draw(found))
    if as_json:
        speaker.fact("bible", **msgspec.to_builtins(found))
    else:
        speaker.out.print(escape(bible_page(found)), end="")


@story.command()
def check(path: SeriesPath = Path(), as_json: AsJson = False) -> None:
    """Find what cannot be true at once, and what is too slow, too long or at rest. Writes nothing."""
    from reelwright.studio.story import read_text
    from reelwright.writing.checking import check as findings_of

    speaker, findings = Speaker(as_json=as_json), findings_of(read_text(path))
    for finding in findings:
        _tell(speaker, finding)
    contradictions = sum(finding.is_contradiction for finding in findings)
    if as_json:
        speaker.fact("checked", contradictions=contradictions, others=len(findings) - contradictions)
    else:
        speaker.out.print(f"{contradictions} contradictions, {len(findings) - contradictions} other findings")
    if contradictions:
        raise typer.Exit(EXIT_CONTRADICTIONS)


def _tell(speaker: Speaker, finding: Finding) -> None:
    if speaker.as_json:
        speaker.fact("finding", **msgspec.to_builtins(finding))
        return
    where = f"{finding.episode}/{finding.line_id}" if finding.line_id else str(finding.episode)
    mark = "[red]contradiction[/]" if finding.is_contradiction else "[yellow]pace[/]"
    speaker.out.print(f"{mark} {where} {finding.code}: {escape(finding.message)}. {escape(finding.fix)}")


@story.command()
def judge(
    paths: Annotated[list[Path], typer.Argument(help="Series folders or script files, to be ranked.")],
    catalogue: Annotated[
        list[Path] | None, typer.Option(help="A series that exists already: what is new is worth more.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score scripts by features that can be seen, and say why the best one is the best."""
    from reelwright.studio.story import read_text
    from reelwright.writing.judge import BuiltInJudge, why_it_won

    speaker, judge_of = Speaker(as_json=as_json), BuiltInJudge()
    if len(set(paths)) != len(paths):
        raise BadInput("A series is named twice", where="judge")
    known = [read_text(path) for path in catalogue or ()]
    ranked = sorted(
        ((judge_of.judge(read_text(path), catalogue=known), path) for path in paths),
        key=lambda entry: -entry[0].score,
    )
    for judgement, path in ranked:
        _tell_score(speaker, judgement, path)
    if len(ranked) > 1:
        reasons = why_it_won(ranked[0][0], ranked[1][0])
        if as_json:
            speaker.fact("won", path=str(ranked[0][1]), why=reasons)
        else:
            speaker.out.print(f"{escape(str(ranked[0][1]))} is ahead by:")
            for reason in reasons:
                speaker.out.print(f"  {escape(reason)}")


def _tell_score(speaker: Speaker, judgement: Judgement, path: Path) -> None:
    if speaker.as_json:
        speaker.fact("judgement", path=str(path), **msgspec.to_builtins(judgement))
        return
    speaker.out.print(f"[bold]{judgement.score:.1f}[/] {escape(str(path))}")
    for feature in judgement.features:
        speaker.out.print(
            f"  {feature.value:.2f} × {feature.weight:.2f}  {feature.name}: {escape(feature.says)}"
        )
