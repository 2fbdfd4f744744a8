"""A minus B: the difference of two drawings' maps."""

import numpy as np

from tests.browser.conftest import Modules


def test_the_difference_is_taken_unit_by_unit_in_float32(modules: Modules) -> None:
    """Every number is A's minus B's, rounded once to float32; shapes stay; a layer that one lacks is left out."""
    body = """
        const {differenceOf} = await load("model/difference.js");
        const layer = (shape, numbers) => ({shape, data: Float32Array.from(numbers)});
        const a = new Map([["conv1", layer([1, 2, 2], [1, 0.1, -2, 3e8])], ["fc1", layer([2], [1, 2])]]);
        const b = new Map([["conv1", layer([1, 2, 2], [0.5, 0.3, -2, 1])]]);
        const found = [...differenceOf(a, b)];
        return found.map(([name, {shape, data}]) => [name, shape, data.constructor.name, [...data]]);
    """
    tenths = float(np.float32(0.1) - np.float32(0.3))
    expected = [0.5, tenths, 0, 3e8]  # one is less than half a unit in the last place of 3e8
    [[name, shape, kind, numbers]] = modules.run(body)
    assert (name, shape, kind) == ("conv1", [1, 2, 2], "Float32Array")
    assert numbers == expected
