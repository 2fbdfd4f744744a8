"""What measurements share: the machine, alternating contestants, percentiles and Markdown tables."""

import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

Call = Callable[[], object]


def processor() -> str:
    """Return the name of the processor."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


@contextmanager
def machine_described() -> Iterator[None]:
    """Print the processor, and the load before and after: times grow with it, ratios of one run hardly."""
    print(f"processor: {os.cpu_count()} cores of {processor()}; load before: {os.getloadavg()[0]:.1f}\n")
    yield
    print(f"load after: {os.getloadavg()[0]:.1f}\n")


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
    """Time all contestants in turn, so that other load meets them alike; the first round does not count."""
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
    return float(np.percentile(values, percent, method="inverted_cdf"))


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, all others to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [[row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])] for row in [header, rule, *rows]]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
