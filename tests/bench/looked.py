"""Profiles made by hand: what a hundred seconds could have been spent on."""

from __future__ import annotations

from funreason_sim.bench import Profile
from funreason_sim.bench.places import Place

BUILD = Place("pipeline", "pipeline.build", "Builder.build")
SOLVE = Place("pipeline", "pipeline.chain", "solve")
CALL = Place("sim", "sim.episode", "Episode.call")
FORK = Place("sim", "sim.episode", "Episode.fork")
RUN = Place("sim", "sim.episode", "Episode._run")
SQLITE = Place("sqlite", "sqlite", "execute")
JSON = Place("libraries", "json", "dumps")
EXAMINE = Place("verification", "verification.checks", "examine")
LOCK = Place("environments", "environments.vehicle.tools", "lockDoors")

STACKS = {
    (BUILD,): 1.0,
    (BUILD, SOLVE, CALL, RUN, LOCK, SQLITE): 20.0,
    (BUILD, SOLVE, CALL): 9.0,
    (BUILD, SOLVE, FORK, SQLITE): 10.0,
    (BUILD, SOLVE): 1.0,
    (BUILD, EXAMINE, JSON): 30.0,
    (BUILD, EXAMINE, CALL, RUN, CALL, RUN): 25.0,
    (BUILD, EXAMINE): 3.9,
    (BUILD, JSON): 0.1,
}


def profile(**changes: object) -> Profile:
    """Ten trajectories of ten seconds each."""
    about: dict[str, object] = {"trajectories": 10, "looks": 1234, "stacks": STACKS, "elsewhere": 0.5}
    return Profile(**{**about, **changes})  # type: ignore[arg-type]
