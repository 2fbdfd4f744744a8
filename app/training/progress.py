"""One line in the terminal that says how far a long task is; in a log, a line now and then."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

WIDTH = 24


def duration(seconds: float) -> str:
    """Seconds as h:mm:ss or m:ss."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@dataclass(slots=True)
class Progress:
    """A bar of a known length. In a terminal it is drawn over itself; elsewhere only `finish` writes a line.

    Attributes:
        label: What is being done.
        total: How many steps it takes.
        unit: What one step handles, for the rate: "images" or "bytes".
        stream: Where to write.
        clock: Seconds that only go up.
    """

    label: str
    total: int
    unit: str
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    _started: float = field(init=False)
    _shown: float = field(init=False, default=float("-inf"))
    _skipped: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._started = self.clock()

    def skip(self, done: int) -> None:
        """Say that so much was done before, so that it does not count for the rate."""
        self._skipped = done

    def show(self, done: int, detail: str = "") -> None:
        """Draw the bar, at most ten times a second and only in a terminal."""
        now = self.clock()
        if not self.stream.isatty() or now - self._shown < 0.1:
            return
        self._shown = now
        self.stream.write(f"\r\x1b[K{self.line(done, detail)}")
        self.stream.flush()

    def finish(self, done: int, detail: str = "") -> None:
        """Draw the bar for the last time and end its line."""
        start = "\r\x1b[K" if self.stream.isatty() else ""
        self.stream.write(f"{start}{self.line(done, detail)}\n")
        self.stream.flush()

    def line(self, done: int, detail: str = "") -> str:
        """The bar's text: label, bar, share, rate, time left (or taken), and `detail`."""
        taken = self.clock() - self._started
        rate = (done - self._skipped) / taken if taken > 0 else 0.0
        share = min(done / self.total, 1.0) if self.total else 1.0
        filled = round(WIDTH * share)
        left = (
            f"{duration((self.total - done) / rate)} left"
            if 0 < done < self.total and rate > 0
            else duration(taken)
        )
        bar = "█" * filled + "·" * (WIDTH - filled)
        parts = [f"{self.label} {bar} {share:4.0%}", f"{rate:,.0f} {self.unit}/s", left, detail]
        return "  ".join(part for part in parts if part)
