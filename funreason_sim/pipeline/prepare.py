"""Gets everything a run needs before any work starts, so that bad input is found at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ..bfcl.oracle import initial_states
from ..errors import ConfigError, UnknownTool
from ..graph import ApiGraph
from ..records import GraphRecord, RunConfig
from ..records.run import DEFAULT_SPACES
from ..sim import Space, recorded_space, space
from .graphs import graph_of
from .identity import Identity, identity_of
from .traces import Trace, read_traces


@dataclass(frozen=True)
class Prepared:
    """Spaces and graphs by name, traces where there are any, and the identity of it all."""

    config: RunConfig
    """What was asked for, with every environment by its name: nothing recorded says where on this machine it lies."""
    names: tuple[str, ...]
    """The spaces that indices use in turn."""
    spaces: dict[str, Space]
    graphs: dict[str, ApiGraph]
    traces: tuple[Trace, ...] | None
    identity: Identity


def prepare(config: RunConfig, graphs: Mapping[str, GraphRecord] | None = None) -> Prepared:
    """Check a configuration against what is installed, and learn the graphs that are not given.

    Raises:
        UsageError: when an environment, the target, a traces file or the benchmark package is not there.
    """
    traces = read_traces(Path(config.from_traces)) if config.from_traces else None
    meant = [space(given) for given in config.environments]
    chosen = _by_name(meant)
    config = config.model_copy(update={"environments": tuple(found.name for found in meant)})
    names = list(config.environments) if traces is None else _names(config, traces)
    offered = [environment for found in meant for environment in found.environments]
    spaces = {name: chosen.get(name) or recorded_space(name, offered) for name in dict.fromkeys(names)}
    _check_target(config, spaces)
    names = [name for name in names if config.target is None or config.target in spaces[name].tools]
    if config.scenarios == "bfcl":
        _check_states(spaces)
    known = graphs or {}
    used = {name: ApiGraph(known[name]) if name in known else graph_of(found) for name, found in spaces.items()}
    return Prepared(config, tuple(names), spaces, used, traces, identity_of(config, spaces, used))


def _by_name(meant: list[Space]) -> dict[str, Space]:
    """The spaces that a person means, by name or by path, under their names."""
    found: dict[str, Space] = {}
    for item in meant:
        if found.setdefault(item.name, item) is not item:
            raise ConfigError(f"--environment: two different environments of this run are called {item.name}")
    return found


def _names(config: RunConfig, traces: tuple[Trace, ...]) -> list[str]:
    """The spaces of the traces; those of the configuration only, where it names some."""
    found = [trace.space for trace in traces]
    return [name for name in found if config.environments in (DEFAULT_SPACES, ()) or name in config.environments]


def _check_target(config: RunConfig, spaces: dict[str, Space]) -> None:
    if config.target is None:
        return
    if config.from_traces:
        raise ConfigError("--target does not go with --from-traces: a trace has its calls already")
    if config.sampler != "directed":
        raise ConfigError(f"--target does not go with --sampler {config.sampler}: only the directed sampler has one")
    tools = sorted({name for space in spaces.values() for name in space.tools})
    if config.target not in tools:
        near = get_close_matches(config.target, tools, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"tools are: {', '.join(tools)}"
        raise UnknownTool(f"--target {config.target}: no environment of this run has such a tool; {hint}")


def _check_states(spaces: dict[str, Space]) -> None:
    for found in spaces.values():
        for environment in found.environments:
            if not initial_states(environment.name):
                raise ConfigError(f"--scenarios bfcl: the benchmark has no initial state for {environment.name}")
