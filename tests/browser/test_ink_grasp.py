"""Handles round the ink: what a grasp makes of the pointer's way."""

from tests.browser.conftest import Modules

HAUL = """
    const {centreOf, cornersOf, graspOf, hauled} = await load("ink/grasp.js");
    const {applied} = await load("ink/base.js");
    const box = {left: 100, top: 60, width: 80, height: 120};
    const [from, to] = argument;
    const grasp = graspOf(box, from);
    const matrix = hauled(grasp, to);
    return {centre: centreOf(box), corners: cornersOf(box), moved: cornersOf(box).map(([x, y]) => applied(matrix, x, y))};
"""

CENTRE = (140, 120)
CORNERS = [[100, 60], [180, 60], [180, 180], [100, 180]]


def near(found: list[list[float]], expected: list[list[float]]) -> bool:
    """Are two lists of points the same, but for rounding?"""
    return all(
        abs(one - other) < 1e-6
        for left, right in zip(found, expected, strict=True)
        for one, other in zip(left, right, strict=True)
    )


def test_a_hand_inside_moves_the_ink(modules: Modules) -> None:
    """Grasped in the middle, every corner goes as far as the pointer."""
    found = modules.run(HAUL, [[140, 125], [150, 105]])
    assert found["corners"] == CORNERS
    assert (found["centre"]["x"], found["centre"]["y"]) == CENTRE
    assert near(found["moved"], [[x + 10, y - 20] for x, y in CORNERS])


def test_a_handle_that_is_pulled_outwards_scales_about_the_centre(modules: Modules) -> None:
    """A corner pulled to twice its distance from the centre makes the ink twice as large, and turns nothing."""
    found = modules.run(HAUL, [[180, 180], [220, 240]])
    assert near(found["moved"], [[2 * x - CENTRE[0], 2 * y - CENTRE[1]] for x, y in CORNERS])


def test_a_handle_that_is_led_round_turns_about_the_centre(modules: Modules) -> None:
    """A corner led round by a right angle turns the ink by one, at its size."""
    found = modules.run(HAUL, [[180, 180], [80, 160]])
    assert near(
        found["moved"], [[CENTRE[0] - (y - CENTRE[1]), CENTRE[1] + (x - CENTRE[0])] for x, y in CORNERS]
    )
