"""The legend: its ends are those of the painted range, and a mark shows the pointed value."""

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer

# The ends of the scale as they are read, and as automation reads them.
ENDS = """
    const ends = [...document.querySelectorAll(".legend-ends span")];
    return {subject: document.querySelector(".legend-subject").textContent, texts: ends.map((end) =>
        end.textContent),
        values: [Number(ends[0].dataset.value), Number(ends[2].dataset.value)],
        marker: document.querySelector(".legend-marker")?.style.left ?? null};
"""


def test_the_legend_says_what_is_painted(explorer: Explorer) -> None:
    """Its ends tell the narrowest and widest range in use, or the pinned unit's own, with its mark."""
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
    assert (texts[1], "…" in "".join(texts)) == ("0", False)
    output = float(explorer.go("unit=conv1/3/10/11").values("conv1/3/10/11")[0])
    expect(subject).to_have_text("conv1, map 3")
    shown = explorer.run(ENDS)
    low, high = shown["values"]
    assert (low, "…" in "".join(shown["texts"])) == (-high, False)
    assert float(shown["marker"].rstrip("%")) == pytest.approx(100 * (output - low) / (high - low), abs=0.01)
