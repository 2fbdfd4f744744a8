"""Alternating measurements, percentiles and Markdown tables."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds a call of one contestant, by round."""

    rounds: Sequence[float]

    def median(self) -> float:
        """Return the median of the rounds."""
        return median(self.rounds)

    def ratio(self, reference: "Timing") -> float:
        """Return the median of the ratios in each round, in which both had the same machine."""
        return median(mine / other for mine, other in zip(self.rounds, reference.rounds, strict=True))


def interleaved(
    contestants: Mapping[str, Call],
    *,
    rounds: int,
    calls: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, Timing]:
    """Time all contestants in turn, round after round, so that other load meets them alike; the first round does not count."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, call in contestants.items():
            start = clock()
            for _ in range(calls):
                call()
            if turn:
                times[name].append((clock() - start) / calls)
    return {name: Timing(found) for name, found in times.items()}


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the percentile of the nearest rank: a value that occurred."""
    return sorted(values)[max(ceil(percent / 100 * len(values)), 1) - 1]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, all others to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [[row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])] for row in [header, rule, *rows]]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
