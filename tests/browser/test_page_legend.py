"""The legend: numbers at its ends that are those of what is painted, and a mark where the pointed value lies."""

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer

# The ends of the scale as they are read, and as automation reads them.
ENDS = """
    const ends = [...document.querySelectorAll(".legend-ends span")];
    return {subject: document.querySelector(".legend-subject").textContent, texts: ends.map((end) => end.textContent),
        values: [Number(ends[0].dataset.value), Number(ends[2].dataset.value)],
        marker: document.querySelector(".legend-marker")?.style.left ?? null};
"""


def test_nobodys_map_is_named_before_one_is_pointed_at(explorer: Explorer) -> None:
    """At first the ends tell from the narrowest to the widest range in use; per layer those of layers, for the network one."""
    per_map = explorer.open().run(ENDS)
    subject = explorer.page.locator(".legend-subject")
    assert (per_map["subject"], per_map["marker"]) == ("every map", None)
    assert per_map["texts"][0].count("…") == per_map["texts"][2].count("…") == 1
    explorer.part("range").select_option("layer")
    expect(subject).to_have_text("every layer")
    assert explorer.run(ENDS)["values"] == per_map["values"]
    explorer.part("range").select_option("network")
    expect(subject).to_have_text("all layers")
    texts = explorer.run(ENDS)["texts"]
    assert texts[1] == "0"
    assert "…" not in "".join(texts)


def test_the_pointed_value_is_marked(explorer: Explorer) -> None:
    """With a unit pinned its map is named, its range has one number at each end, and the mark stands where its value lies."""
    output = float(explorer.open("unit=conv1/3/10/11").values("conv1/3/10/11")[0])
    shown = explorer.run(ENDS)
    low, high = shown["values"]
    assert shown["subject"] == "conv1, map 3"
    assert low == -high
    assert "…" not in "".join(shown["texts"])
    assert float(shown["marker"].rstrip("%")) == pytest.approx(100 * (output - low) / (high - low), abs=0.01)
