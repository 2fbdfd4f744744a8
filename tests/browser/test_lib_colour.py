"""The colour scales: neutral at zero, even to the eye, and the same painted and named."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.browser.modules import Modules

TOKENS = {
    "light": {"zero": "#f4f4f1", "diverging": ("#b03a2e", "#2150a0"), "sequential": "#213a78"},
    "dark": {"zero": "#202227", "diverging": ("#ff8c78", "#74aaff"), "sequential": "#96c3ff"},
}


def linear(table: NDArray[np.uint8]) -> NDArray[np.float64]:
    """SRGB bytes as linear light."""
    share = table / 255
    light: NDArray[np.float64] = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return light


def oklab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear RGB as OKLab, in which distances are what eyes see (Ottosson, 2020)."""
    to_cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    to_lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    lab: NDArray[np.float64] = np.cbrt(np.clip(light, 0, 1) @ to_cones.T) @ to_lab.T
    return lab


def table_of(modules: Modules, scale: str, theme: str) -> NDArray[np.uint8]:
    """A colour table as rows of red, green, blue."""
    body = """
        const {scaleTable} = await load("lib/colour.js");
        return [...new Uint8Array(scaleTable(argument[0], argument[1]).buffer)];
    """
    return np.array(modules.run(body, [scale, theme]), np.uint8).reshape(-1, 4)[:, :3]


def hexes(table: NDArray[np.uint8]) -> list[str]:
    """Rows of bytes as CSS colours."""
    return ["#" + bytes(row).hex() for row in table]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_zero_is_neutral_and_the_ends_are_the_tokens(modules: Modules, theme: str) -> None:
    """Zero has the neutral colour to the byte in both scales, and so have the ends theirs."""
    tokens = TOKENS[theme]
    diverging = hexes(table_of(modules, "diverging", theme))
    sequential = hexes(table_of(modules, "sequential", theme))
    assert (diverging[0], diverging[-1]) == tokens["diverging"]
    assert diverging[len(diverging) // 2] == tokens["zero"]
    assert (sequential[0], sequential[-1]) == (tokens["zero"], tokens["sequential"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_equal_steps_look_equal(modules: Modules, theme: str) -> None:
    """Along each side of each scale the perceived lightness only moves away from zero's, and all steps are equally far."""
    diverging = oklab(linear(table_of(modules, "diverging", theme)))
    middle = len(diverging) // 2
    sides = [
        diverging[middle::-1],
        diverging[middle:],
        oklab(linear(table_of(modules, "sequential", theme))),
    ]
    for side in sides:
        coarse = side[:: (len(side) - 1) // 10]
        steps = np.linalg.norm(np.diff(coarse, axis=0), axis=1)
        assert steps.max() < 1.25 * steps.min()
        lightness = np.diff(coarse[:, 0])
        assert (lightness < 0).all() or (lightness > 0).all()


def test_painting_agrees_with_the_single_colour(modules: Modules) -> None:
    """Every number is painted in the colour that is named for it; numbers beyond the ends take the ends' colours."""
    body = """
        const {colourise, cssColour, scaleTable} = await load("lib/colour.js");
        const table = scaleTable("diverging", "light");
        const range = {low: -2, high: 2};
        const pixels = new Uint32Array(argument.length + 1);
        colourise(Float32Array.from(argument), range, table, pixels, 1);
        const bytes = new Uint8Array(pixels.buffer);
        const painted = argument.map((_, i) => "#" + [...bytes.subarray(4 * i + 4, 4 * i + 7)]
            .map((byte) => byte.toString(16).padStart(2, "0")).join(""));
        return {painted, named: argument.map((value) => cssColour(Math.fround(value), range, table)), before: pixels[0]};
    """
    values = [-9.0, -2.0, *np.linspace(-2, 2, 101).tolist(), 2.0, 9.0]
    found = modules.run(body, values)
    assert found["painted"] == found["named"]
    assert found["before"] == 0
    assert (found["painted"][0], found["painted"][-1]) == TOKENS["light"]["diverging"]


def test_text_on_a_colour_can_be_read(modules: Modules) -> None:
    """Black text on bright colours and white text on the others have a contrast of at least 4.5 : 1 everywhere."""
    body = """
        const {cssColour, isBright, scaleTable} = await load("lib/colour.js");
        const range = {low: -1, high: 1};
        const table = scaleTable("diverging", argument);
        return Array.from({length: 201}, (_, i) => [cssColour(i / 100 - 1, range, table), isBright(i / 100 - 1, range, table)]);
    """
    luminance = np.array([0.2126, 0.7152, 0.0722])
    for theme in ("light", "dark"):
        for colour, bright in modules.run(body, theme):
            behind = float(linear(np.array(list(bytes.fromhex(colour[1:])), np.uint8)) @ luminance)
            contrast = (behind + 0.05) / 0.05 if bright else 1.05 / (behind + 0.05)
            assert contrast >= 4.5, (theme, colour)


@pytest.mark.parametrize(
    ("values", "signed", "expected"),
    [
        ([0.5, -3, 2], True, [-3, 3]),
        ([0.5, 3, 2], False, [0, 3]),
        ([0, 0], True, [-1, 1]),
        ([], False, [0, 1]),
    ],
)
def test_ranges_keep_zero_neutral(
    modules: Modules, values: list[float], signed: bool, expected: list[float]
) -> None:
    """A signed range is symmetric, an unsigned one begins at zero, and all zeros give a range that is not empty."""
    body = """
        const {rangeOf} = await load("lib/colour.js");
        const {low, high} = rangeOf(argument.values, argument.signed);
        return [low, high];
    """
    assert modules.run(body, {"values": values, "signed": signed}) == expected


def test_unknown_scales_are_refused(modules: Modules) -> None:
    """A scale that does not exist throws with its name."""
    body = 'const {scaleTable} = await load("lib/colour.js"); return scaleTable("rainbow", "light");'
    assert modules.error(body) == "RangeError: Unexpected scale rainbow in theme light."


def test_tables_run_smoothly(modules: Modules) -> None:
    """No neighbouring entries of a table differ by more than a just visible step."""
    for theme in ("light", "dark"):
        for scale in ("diverging", "sequential"):
            table = table_of(modules, scale, theme).astype(int)
            assert max(int(np.abs(one - other).max()) for one, other in pairwise(table)) <= 2
