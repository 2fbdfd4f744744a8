"""Explanations of units of every kind: the network's own, with nothing that a kind does not have."""

import httpx
import orjson

from app.api.routers.explanations import Explanations
from app.lenet.explain import explain
from app.lenet.geometry import parse_unit
from app.lenet.network import Parameters, Trace
from tests.api.bits import assert_same_number
from tests.api.pictures import EXPLANATIONS, rows
from tests.contract.requests import UNITS


def test_an_explanation_is_the_networks_own(
    client: httpx.Client, parameters: Parameters, trace: Trace
) -> None:
    """For a unit of each layer, one request returns every number of `explain` to the bit."""
    answer = client.post(EXPLANATIONS, params={"unit": UNITS}, json={"pixels": rows()})
    document = Explanations.model_validate_json(answer.content)
    assert [one.unit for one in document.explanations] == UNITS
    for found in document.explanations:
        truth = explain(parameters, trace, parse_unit(found.unit))
        assert (found.layer, tuple(found.index), found.kind) == (
            truth.unit.layer,
            truth.unit.index,
            truth.kind,
        )
        assert [source.unit for source in found.sources] == [str(source.unit) for source in truth.sources]
        for name in ("output", "bias", "sum"):
            assert_same_number(getattr(found, name), getattr(truth, name))
        for source, true_source in zip(found.sources, truth.sources, strict=True):
            assert source.winner == true_source.winner
            for name in ("value", "weight", "product", "exponential"):
                assert_same_number(getattr(source, name), getattr(true_source, name))
        assert found.winner == (None if truth.winner is None else str(truth.winner))
        assert found.ties == ([str(unit) for unit in truth.ties] if truth.winner else None)
        field = truth.receptive_field
        assert found.receptive_field.model_dump(exclude={"maps", "layer"}) == {
            "top": field.top,
            "left": field.left,
            "height": field.height,
            "width": field.width,
        }


def test_ties_are_told(client: httpx.Client) -> None:
    """On a blank picture all four cells of a window are equal: the first wins, the other three are ties."""
    answer = client.post(EXPLANATIONS, params={"unit": "pool1/0/0/0"}, json={"pixels": [[0] * 28] * 28})
    found = Explanations.model_validate_json(answer.content).explanations[0]
    assert found.winner == "relu1/0/0/0"
    assert found.ties == ["relu1/0/0/1", "relu1/0/1/0", "relu1/0/1/1"]


def test_only_what_a_kind_has_is_there(client: httpx.Client) -> None:
    """A pooled unit has a winner and no weights; a dense one has weights and no winner; neither has nulls."""
    answer = client.post(EXPLANATIONS, params={"unit": ["pool1/0/0/0", "fc3/1"]}, json={"pixels": rows()})
    pooled, dense = orjson.loads(answer.content)["explanations"]
    assert set(pooled) - set(dense) == {"winner", "ties"}
    assert set(dense) - set(pooled) == {"bias", "sum"}
    assert set(dense["sources"][0]) == {"unit", "layer", "index", "value", "weight", "product"}
    assert set(pooled["sources"][0]) == {"unit", "layer", "index", "value", "winner"}
    assert b"null" not in answer.content
