"""How often probing tried what, in vain or not: the evidence for the edges that are not there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of one probe.

    Attributes: `worlds`, how many it opened; `outcomes`, for each tool how often a call ended with which refusal code
    (None: it returned); `tried`, for (enabler, blocked, code) how often the enabler changed rows while the blocked call
    was refused, so that it was tried again; `idle`, how often a tool returned before such a try and changed no row.
    """

    worlds: int = 0
    outcomes: defaultdict[str, Counter[str | None]] = field(default_factory=lambda: defaultdict(Counter))
    tried: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    idle: Counter[str] = field(default_factory=Counter)

    @property
    def calls(self) -> int:
        """How many calls ended, tries that were taken back included; those of enablers on a try are not counted."""
        return sum(counts.total() for counts in self.outcomes.values())

    def merged(self, other: Tally) -> Tally:
        """Both counts together, for environments that share a world."""
        outcomes = defaultdict(Counter, {name: Counter(counts) for name, counts in self.outcomes.items()})
        for name, counts in other.outcomes.items():
            outcomes[name].update(counts)
        return Tally(self.worlds + other.worlds, outcomes, self.tried + other.tried, self.idle + other.idle)
