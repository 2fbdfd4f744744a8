"""What the harness in the page saw, reckoned: how long each pointer move took to be seen, and where the time went."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from statistics import median
from typing import Any

Seen = Mapping[str, Any]

PARTS: Mapping[str, tuple[str, str]] = {
    "request: until the browser sends it": ("called", "requestStart"),
    "server: until its first byte": ("requestStart", "responseStart"),
    "answer: until all its bytes are in the page": ("responseStart", "arrived"),
    "decode, and note the new numbers": ("arrived", "wanted"),
    "wait for the next frame, and paint the maps": ("wanted", "start"),
    "render what else has changed": ("start", "drawn"),
    "layout, style and display": ("drawn", "shown"),
}
"""Between which two times of a request each part lies; the whole, but for the event's own way into the page, is their sum."""


def latencies(seen: Seen) -> list[float]:
    """For each move the milliseconds from the event to the frame that first showed an answer with it in."""
    shown = [one for one in seen["asked"] if one.get("shown") is not None]
    found = []
    for place, move in enumerate(seen["moves"]):
        frames = [one["shown"] for one in shown if one["moves"] > place]
        if frames:
            found.append(min(frames) - move["at"])
    return found


def costs(seen: Seen) -> dict[str, float]:
    """The middle of what each part cost, in milliseconds, over the requests that a move caused and a frame showed."""
    caused = [one for one in seen["asked"] if one.get("shown") is not None and one["moves"]]
    moves = [seen["moves"][one["moves"] - 1] for one in caused]
    found = {"event: until the page is told": [move["seen"] - move["at"] for move in moves]}
    found["ink and PNG, until it asks"] = [
        one["called"] - move["seen"] for one, move in zip(caused, moves, strict=True)
    ]
    for name, (start, end) in PARTS.items():
        found[name] = [
            one[end] - one[start] for one in caused if one.get(start) is not None and one.get(end) is not None
        ]
    return {name: median(times) for name, times in found.items() if times}


def eight(points: int) -> Sequence[tuple[float, float]]:
    """An eight in one stroke, in shares of the pad's sides, of so many points."""
    turns = [2 * pi * place / points for place in range(points)]
    return [(0.5 + 0.2 * sin(2 * turn), 0.5 - 0.32 * cos(turn)) for turn in turns]
