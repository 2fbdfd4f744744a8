"""The progress bar: what it says, where it is drawn, and how often."""

import io

import pytest

from app.training.progress import Progress, duration


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


class Terminal(io.StringIO):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (59.6, "1:00"), (754, "12:34"), (3601, "1:00:01")]
)
def test_durations_read_like_a_clock(seconds: float, words: str) -> None:
    """Hours only where there are any."""
    assert duration(seconds) == words


def test_the_line_says_how_far_how_fast_and_how_long() -> None:
    """After 5 s with 250 of 1,000 images: a quarter, 50 images/s, 15 s left."""
    clock = Clock()
    bar = Progress("epoch 1/2", 1000, "images", io.StringIO(), clock)
    clock.now += 5
    line = bar.line(250, "loss 0.5")
    assert line == f"epoch 1/2 {'█' * 6}{'·' * 18}  25%  50 images/s  0:15 left  loss 0.5"


def test_what_was_done_before_does_not_count_for_the_rate() -> None:
    """A download that goes on at 600 of 1,000 bytes and gets 100 in 2 s runs at 50 bytes/s."""
    clock = Clock()
    bar = Progress("file", 1000, "bytes", io.StringIO(), clock)
    bar.skip(600)
    clock.now += 2
    assert "70%  50 bytes/s  0:06 left" in bar.line(700)


def test_a_terminal_is_drawn_over_ten_times_a_second_at_most() -> None:
    """Calls in quick succession draw once; the end is always drawn, on a line of its own."""
    clock, terminal = Clock(), Terminal()
    bar = Progress("file", 10, "bytes", terminal, clock)
    for done in range(5):
        clock.now += 0.04
        bar.show(done)
    bar.finish(10)
    drawn = terminal.getvalue().split("\r\x1b[K")[1:]
    assert [line.split("%")[0].split()[-1] for line in drawn] == ["0", "30", "100"]
    assert terminal.getvalue().endswith("\n")


def test_a_log_gets_the_last_line_only() -> None:
    """Where output goes to a file there is one plain line, without control characters."""
    log = io.StringIO()
    bar = Progress("file", 10, "bytes", log, Clock())
    bar.show(3)
    bar.finish(10, "done")
    assert log.getvalue() == f"file {'█' * 24} 100%  0 bytes/s  0:00  done\n"
