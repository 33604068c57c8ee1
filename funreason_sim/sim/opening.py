"""Opening an episode: from environments and a scenario to a live world."""

from __future__ import annotations

from collections.abc import Sequence

from . import catalog
from .boundary import STRICT, Boundary
from .chance import ChanceKind, Dice
from .environment import Environment, Scenario, Space
from .episode import Episode
from .image import image_of


def open_episode(
    environments: Space | str | Sequence[Environment | str],
    scenario: Scenario | None = None,
    *,
    seed: int | str = 0,
    chance: ChanceKind = "counter",
    boundary: Boundary = STRICT,
) -> Episode:
    """A new world, at the beginning: `open_episode("travel+vehicle", seed=7)`.

    Args:
        environments: a space, its name (`a+b`), or a list of environments or names.
        scenario: the initial state, `{environment name: document}`; drawn from the seed when None.
        seed: everything that is chance in this episode follows from it.
        chance: `counter`, or `mersenne` for the draw order of recorded benchmark episodes.
        boundary: what calls must be like; unless it says otherwise they must fit the schemas of the tools.

    Raises:
        UnknownEnvironment: for a name that is not installed.
        EnvironmentClash: for environments that do not go together.
        ScenarioError: for a document that an environment refuses.
    """
    space = _space(environments)
    document = space.generate(Dice(str(seed)).child("scenario")) if scenario is None else scenario
    image = image_of(space, document)
    return Episode.begin(space, image, str(seed), chance, document, boundary)


def _space(environments: Space | str | Sequence[Environment | str]) -> Space:
    if isinstance(environments, Space):
        return environments
    if isinstance(environments, str):
        return catalog.space(environments)
    return Space([catalog.environment(item) if isinstance(item, str) else item for item in environments])
