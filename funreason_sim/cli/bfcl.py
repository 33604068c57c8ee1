"""`bfcl`: our environments beside the benchmark's own classes, and the benchmark's decision on a model's results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .bar import bar
from .terminal import choice, out, say

if TYPE_CHECKING:
    from ..bfcl.results import Played

bfcl = typer.Typer(help="Compare with the Berkeley leaderboard's own classes, and decide as it does.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Category = Annotated[
    list[str] | None,
    typer.Option(
        "--category", help="base, miss_func, miss_param or long_context; may be given again.", show_default=False
    ),
]


@bfcl.command()
def replay(
    category: Category = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="At most so many entries of a category.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Replay the ground truth on our environments beside the official classes, and compare every result and state.

    Exits with 1 when anything differs; the first differences are shown side by side.
    """
    from ..bfcl.replay import chosen
    from ..bfcl.replay import replay as compare
    from .bfcl_view import replay_document, replay_view

    names = chosen(_categories(category), limit)
    with bar("replaying", len(names)) as shown:
        report = compare(names, shown.advance)
    if as_json:
        say(json.dumps(replay_document(report), default=str))
    else:
        out().print(replay_view(report))
    raise typer.Exit(int(not report.clean))


@bfcl.command()
def fuzz(
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same calls.")] = 0,
    calls: Annotated[int, typer.Option("--calls", min=1, help="Calls in all, in equal parts by domain.")] = 8_000,
    domain: Annotated[
        list[str] | None,
        typer.Option(
            "--domain", help="One of our environments; may be given again. All without it.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make random calls, right and wrong ones, from real initial configurations on both sides, and compare all.

    Exits with 1 when anything differs, or when the original does not do the same twice; each kind of difference is
    shown with the shortest calls that lead to it.
    """
    from ..bfcl.fuzz import fuzz as compare
    from ..bfcl.oracle import DOMAINS
    from .bfcl_view import fuzz_document, fuzz_view

    wanted = [choice("--domain", name, tuple(DOMAINS.values())) for name in domain or ()]
    with bar("calling", calls) as shown:
        report = compare(seed, calls, wanted, shown.advance)
    if as_json:
        say(json.dumps(fuzz_document(report), default=str))
    else:
        out().print(fuzz_view(report))
    raise typer.Exit(int(report.identical != report.calls or bool(report.unrepeated)))


@bfcl.command()
def check(
    results: Annotated[
        Path,
        typer.Argument(help="A file of model results in the official shape, or a folder of them.", show_default=False),
    ],
    model: Annotated[
        str, typer.Option("--model", help="The model's name; seen only in arguments that hold the name of a tool.")
    ] = "model",
    beside: Annotated[
        bool, typer.Option("--official", help="Ask the official checker too, and exit with 1 where it disagrees.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Decide on a model's results as the benchmark does, state check and response check, on our environments.

    A line is {"id": .., "result": [turns of steps]}: steps of calls, or texts of a prompted model. Exits with 0 when
    all could be decided, whatever the decisions are.
    """
    from ..bfcl.results import is_prompted, judged, read_results
    from .bfcl_view import check_document, check_view

    played = read_results(results)
    prompted = is_prompted(played)
    decisions = []
    with bar("deciding", len(played)) as shown:
        for item in played:
            decisions.append(judged(item, prompted=prompted, model=model))
            shown.advance()
    other = _officially(played, prompted, model) if beside else None
    if as_json:
        say(json.dumps(check_document(decisions, other)))
    else:
        out().print(check_view(decisions, other))
    raise typer.Exit(int(other is not None and other != {item.id: item.error for item in decisions}))


def _officially(played: list[Played], prompted: bool, model: str) -> dict[str, str | None]:
    """The official checker's kind of error for each entry; None for one that passes."""
    from ..bfcl.agreement import official_error

    errors = {}
    with bar("asking the official checker", len(played)) as shown:
        for item in played:
            errors[item.id] = official_error(item, prompted=prompted, model=model)
            shown.advance()
    return errors


def _categories(given: list[str] | None) -> list[str]:
    from ..bfcl.oracle import CATEGORIES

    return [choice("--category", name, CATEGORIES) for name in given or ()]
