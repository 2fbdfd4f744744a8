"""The measuring itself: turns, ratios and tables."""

from app.benchmarks.timing import Timing, interleaved, table


def test_contestants_take_turns_and_warm_up_first() -> None:
    """Everyone calls before anyone calls again; the first round is played but not counted."""
    ticks = iter(range(100))
    order: list[str] = []
    found = interleaved(
        {"one": lambda: order.append("one"), "two": lambda: order.append("two")},
        rounds=2,
        calls=2,
        clock=lambda: float(next(ticks)),
    )
    assert order == ["one", "one", "two", "two"] * 3
    assert {name: timing.rounds for name, timing in found.items()} == {"one": [0.5, 0.5], "two": [0.5, 0.5]}


def test_ratios_are_taken_round_by_round() -> None:
    """A machine that is ten times slower in one round leaves the ratio as it is."""
    mine, other = Timing("mine", [2.0, 20.0, 2.0]), Timing("other", [1.0, 10.0, 1.0])
    assert (mine.median(), mine.ratio(other)) == (2.0, 2.0)


def test_tables_are_markdown() -> None:
    """The columns of a table line up, names to the left and numbers to the right."""
    assert table("Title", ["", "µs"], [["a long name", "1.0"], ["b", "10.0"]]).splitlines() == [
        "Title",
        "",
        "|             |   µs |",
        "| ----------- | ---: |",
        "| a long name |  1.0 |",
        "| b           | 10.0 |",
    ]
