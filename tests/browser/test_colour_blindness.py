"""The colours as people with the three common kinds of colour blindness see them, simulated after Machado, Oliveira and Fernandes (2009)."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.browser.modules import Modules
from tests.browser.test_lib_colour import linear

Colours = NDArray[np.float64]

# On linear RGB, at full severity; table 1 of "A Physiologically-based Model for Simulation of Color Vision Deficiency".
SEEN_BY = {
    "trichromats": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopes": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopes": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopes": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}

# sRGB's primaries and white in XYZ.
XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
WHITE = [0.95047, 1.0, 1.08883]

STEPS = 101
COARSE = 5
"""Steps that the rounding to bytes does not blur."""
NOTICED = 10.0
"""A difference in CIELAB that nobody overlooks between two patches that do not touch; 2.3 is just noticeable side by side."""

TABLE = """
    const {scaleTable} = await load("lib/colour.js");
    return [...new Uint8Array(scaleTable(argument.scale, argument.theme, argument.steps).buffer)];
"""


def scale_as_seen(modules: Modules, scale: str, theme: str, eyes: str) -> Colours:
    """CIELAB of the scale's colours, from one end to the other, as somebody sees them."""
    packed = modules.run(TABLE, {"scale": scale, "theme": theme, "steps": STEPS})
    light = linear(np.array(packed, np.uint8).reshape(STEPS, 4)[:, :3])
    seen = np.clip(light @ np.array(SEEN_BY[eyes]).T, 0, 1)
    x, y, z = np.cbrt(np.maximum(seen @ np.array(XYZ).T / WHITE, 1e-12)).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_is_seen(modules: Modules, theme: str, eyes: str) -> None:
    """From a quarter of the range on, a value and its negative differ clearly, and ever more the larger they are."""
    colours = scale_as_seen(modules, "diverging", theme, eyes)
    middle = STEPS // 2
    apart = np.linalg.norm(colours[middle:] - colours[middle::-1], axis=-1)
    assert apart[middle // 4 :].min() > NOTICED
    assert (np.diff(apart[::COARSE]) > 0).all()


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_size_is_seen(modules: Modules, theme: str, eyes: str) -> None:
    """On both scales lightness goes one way only from zero to each end: larger is darker on light ground, lighter on dark."""
    direction = -1 if theme == "light" else 1
    diverging = scale_as_seen(modules, "diverging", theme, eyes)[:, 0]
    sequential = scale_as_seen(modules, "sequential", theme, eyes)[:, 0]
    for rising in (diverging[STEPS // 2 :], diverging[STEPS // 2 :: -1], sequential):
        assert (direction * np.diff(rising) > 0).all()
        assert abs(rising[len(rising) // 2] - rising[0]) > NOTICED
        assert abs(rising[-1] - rising[0]) > 4 * NOTICED
