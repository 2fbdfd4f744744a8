"""The page's type definitions name the fields that the API describes, no more and no fewer."""

import re

import pytest
from fastapi import FastAPI

from app.settings import ROOT

TYPES = (ROOT / "static/js/types.js").read_text()

# The page's name → the API's. Answer is Activations without its layers, which become tensors.
SCHEMAS = {
    "Layer & LayerParameters": "LayerDescription",
    "Model": "ModelDescription",
    "Answer": "Activations",
    "Box": "Box",
    "Prediction": "Prediction",
    "Sample": "Sample",
    "Samples": "SampleList",
    "Problem": "ProblemDocument",
    "ProblemField": "ProblemField",
}


def fields_of(name: str) -> set[str]:
    """The properties of a typedef, written as `@property` lines or on one line in braces."""
    if inline := re.search(rf"@typedef {{{{(.*)}}}} {name}\b", TYPES):
        return set(re.findall(r"(\w+)\??:", inline.group(1)))
    block = re.search(rf"@typedef {{object}} {name}\b(.*?)\*/", TYPES, re.DOTALL)
    assert block, f"types.js has no {name}"
    return set(re.findall(r"@property {.*} \[?(\w+)", block.group(1)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_types_mirror_the_schemas(application: FastAPI, name: str) -> None:
    """Each type of an answer has exactly the fields of the API's schema."""
    schema = application.openapi()["components"]["schemas"][SCHEMAS[name]]
    mine = set().union(*(fields_of(part) for part in name.split(" & ")))
    missing = {"layers"} if name == "Answer" else set()
    assert mine == set(schema["properties"]) - missing


def test_kinds_are_the_servers(application: FastAPI) -> None:
    """The page knows every kind of layer that the server has."""
    kinds = re.search(r"@typedef {([^}]*)} Kind\b", TYPES)
    assert kinds
    described = application.openapi()["components"]["schemas"]["LayerDescription"]["properties"]["kind"]
    assert set(re.findall(r'"(\w+)"', kinds.group(1))) == set(described["enum"])
