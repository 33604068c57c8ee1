"""An explanation as a reader wants it: the edge in one sentence, and under it the execution, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from ..authoring.evidence import Executed, Proof
from ..authoring.explain import Explanation
from ..authoring.play.syntax import written
from ..records import Edge
from .call_view import effects, outcome
from .graph_table import STYLES
from .graph_views import reason
from .terminal import shown, value_text


def parts(explanation: Explanation, named: str) -> Iterator[RenderableType]:
    """What to print, from the top; `named` is what the person calls the space."""
    proofs = {_key(proof.edge): proof for proof in explanation.proofs}
    for edge in explanation.edges:
        yield _headed(edge)
        proof = proofs.get(_key(edge))
        yield (
            _proof(proof, named)
            if proof
            else Text("  Equal formats say so; no execution that shows it was found.\n", "dim")
        )
    if not explanation.edges:
        yield shown(f"No edge leads from {explanation.source} to {explanation.target}.", "bold")
    if explanation.tried:
        yield Text("What was tried, and what came out:" if not explanation.edges else "Why there is no stronger edge:")
        yield from (shown(f"  {sentence}") for sentence in explanation.tried)
    if explanation.path:
        yield shown(f"The nearest way is {' → '.join(explanation.path)}.", "bold")
    elif not explanation.edges:
        yield shown(f"No way leads from {explanation.source} to {explanation.target} through other tools either.")


def _key(edge: Edge) -> str:
    return edge.model_dump_json(exclude={"trial"})


def _headed(edge: Edge) -> Text:
    weak = " (weak evidence)" if edge.weak else ""
    head = Text.assemble(shown(edge.source, "bold"), " → ", shown(edge.target, "bold"), " ")
    return head.append_text(Text(f"{edge.kind}{weak}: ", STYLES[edge.kind])).append_text(shown(reason(edge)))


def _proof(proof: Proof, named: str) -> RenderableType:
    steps = [_step(number, step) for number, step in enumerate(proof.steps, start=1)]
    fed = proof.fed
    told = []
    if fed is not None:
        line = f"Step {fed.step + 1} returned {value_text(fed.value)} at {fed.path or 'the top'}; "
        told = [shown(f"  {line}step {len(steps)} took it as {fed.parameter}.", "bold")]
    again = shown(f"  To go on from here: funreason-sim play {named} --seed {proof.seed}", "dim")
    return Group(*steps, *told, again, Text())


def _step(number: int, step: Executed) -> RenderableType:
    note = Text("  tried, and taken back", style="dim italic") if step.tried else Text()
    title = Text.assemble(Text(f"{number}  ", "dim"), shown(written(step.tool, step.arguments), "bold yellow"), note)
    changed = [effects(step.effects)] if step.effects else []
    return Padding(Group(title, outcome(step.outcome), *changed), (0, 0, 0, 2))
