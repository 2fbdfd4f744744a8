"""Contestants timed in turn, and what came of it as a table."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """A contestant's times, one a round, in seconds a call."""

    name: str
    rounds: Sequence[float]

    def median(self) -> float:
        """The middle one: half of the rounds were quicker."""
        return median(self.rounds)

    def ratio(self, reference: "Timing") -> float:
        """The middle of the ratios to another's time in the same round: both then had the same machine."""
        return median(mine / other for mine, other in zip(self.rounds, reference.rounds, strict=True))


def interleaved(
    contestants: Mapping[str, Call],
    *,
    rounds: int,
    calls: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, Timing]:
    """Let every contestant make some calls, then all again, and so on.

    What else the machine does, or at what speed it runs, then meets all of them alike. A first round is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, call in contestants.items():
            start = clock()
            for _ in range(calls):
                call()
            if turn:
                times[name].append((clock() - start) / calls)
    return {name: Timing(name, found) for name, found in times.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values that so many of a hundred do not exceed (the nearest rank)."""
    return sorted(values)[max(ceil(share / 100 * len(values)), 1) - 1]


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table under a title: the first column left, all others right."""
    widths = [max(len(row[place]) for row in [header, *rows]) for place in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [header, rule, *rows]
    return "\n".join([title, "", *(_line(line, widths) for line in lines), ""])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
    return f"| {' | '.join(padded)} |"
