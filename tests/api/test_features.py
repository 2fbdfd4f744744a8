"""Features: the shipped file belongs to the shipped weights and is right; addresses, problems and ETag."""

from pathlib import Path

import httpx
import numpy as np
import orjson
import pytest
from safetensors.numpy import save

from app.api.routers.features import LayerFeatures, MapFeatures
from app.imaging import prepare
from app.lenet.geometry import parse_unit
from app.lenet.model import load_model
from app.lenet.weights import digest_of
from app.settings import ROOT, Settings
from tests.api.pictures import SAMPLES
from tests.api.test_problems import assert_problem
from tests.asgi import served

WEIGHTS = ROOT / "model_weights"
FEATURES = "/api/v1/models/lenet/features"


def test_the_shipped_file_is_small_and_of_the_shipped_weights() -> None:
    """Both files have at most 600 kB, and name the weights by their checksum."""
    files = [WEIGHTS / "features.safetensors", WEIGHTS / "features.json"]
    assert sum(file.stat().st_size for file in files) <= 600_000
    record = orjson.loads(files[1].read_bytes())
    assert record["weights"] == load_model(WEIGHTS / "lenet.safetensors").weights


def test_a_layer_lists_the_synthetic_pictures(client: httpx.Client) -> None:
    """The list of a layer has the picture of each of its maps."""
    found = LayerFeatures.model_validate_json(client.get(f"{FEATURES}/conv2").content)
    each = [MapFeatures.model_validate_json(client.get(f"{FEATURES}/conv2/{i}").content) for i in range(16)]
    assert found.maps == [one.synthetic for one in each]
    for address, words in ((f"{FEATURES}/fc3", "use conv1"), ("/api/v1/models/mlp/features/fc1", "mlp")):
        assert words in assert_problem(client.get(address), 404, "not-found").detail


@pytest.mark.parametrize("name", ["conv1/0", "conv1/5", "conv2/7", "fc1/17", "fc2/99"])
def test_patches_are_what_the_engine_computes(client: httpx.Client, name: str) -> None:
    """Each value is the activation of the named unit; each patch is the unit's receptive field."""
    answer = client.get(f"{FEATURES}/{name}")
    assert answer.status_code == 200, answer.text
    found = MapFeatures.model_validate_json(answer.content)
    assert f"{found.layer}/{found.map}" == name
    assert len(found.patches) == 9
    values = [patch.value for patch in found.patches]
    assert values == sorted(values, reverse=True)
    engine = load_model(WEIGHTS / "lenet.safetensors").engine
    for patch in found.patches:
        image = prepare(SAMPLES.images[patch.index] / np.float32(255), "center").image
        unit = parse_unit(patch.unit)
        assert unit.layer == found.layer
        value = engine.forward(image[None, None]).activations[unit.layer][0][unit.index]
        assert value == pytest.approx(patch.value, abs=1e-3)
        assert patch.label == SAMPLES.labels[patch.index]
        box = patch.receptive_field
        seen = image[box.top : box.top + box.height, box.left : box.left + box.width]
        assert np.array_equal(np.rint(255 * seen), patch.pixels)
    box = found.synthetic.receptive_field
    assert np.shape(found.synthetic.pixels) == (box.height, box.width)
    assert found.synthetic.value > 0
    again = client.get(f"{FEATURES}/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "slug", "words"),
    [
        ("lenet/features/relu1/0", 404, "not-found", "use conv1, conv2, fc1, fc2"),
        ("lenet/features/conv1/6", 404, "not-found", "the maps are 0 to 5"),
        ("lenet/features/conv1/-1", 404, "not-found", "the maps are 0 to 5"),
        ("lenet/features/conv1/one", 422, "invalid-field", "map"),
        ("mlp/features/fc1/0", 404, "not-found", "python -m app features --weights FILE"),
        ("lenet@0/features/conv1/0", 404, "not-found", "python -m app features --weights FILE"),
    ],
)
def test_problems_name_the_remedy(
    client: httpx.Client, path: str, status: int, slug: str, words: str
) -> None:
    """Unknown layers and maps, and models without features, get a 404 that names the remedy."""
    assert words in assert_problem(client.get(f"/api/v1/models/{path}"), status, slug).detail


FILES = ("lenet.safetensors", "lenet.json", "features.json", "features.safetensors")
SHIPPED = {name: (WEIGHTS / name).read_bytes() for name in FILES[2:]}
RECORD = orjson.loads(SHIPPED["features.json"])
OTHER = SHIPPED["features.safetensors"][:-1] + bytes([SHIPPED["features.safetensors"][-1] ^ 1])


def recorded(file: bytes) -> dict[str, bytes | None]:
    """A file of features, and the record that has its checksum."""
    record = RECORD | {"sha256": digest_of(file)}
    return {"features.safetensors": file, "features.json": orjson.dumps(record)}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"features.safetensors": None}, ""),
        ({"features.safetensors": OTHER}, ""),
        *(
            ({"features.json": record}, "features.json cannot be read")
            for record in (b"", b"{", b"[]", b"{}", b'{"weights": 1, "sha256": null}')
        ),
        *(
            (recorded(file), "")
            for file in (b"", b"no tensors", save({"conv1.images": np.zeros(9, np.int32)}))
        ),
    ],
)
def test_files_that_do_not_fit_are_refused(
    settings: Settings, tmp_path: Path, changed: dict[str, bytes | None], words: str
) -> None:
    """A lost, changed or damaged file or record is no 500: the message names the command that writes them."""
    for name in FILES:
        content = changed.get(name, (WEIGHTS / name).read_bytes())
        if content is not None:
            (tmp_path / name).write_bytes(content)
    with served(settings, weights=tmp_path / "lenet.safetensors") as client:
        for address in (f"{FEATURES}/conv1/0", f"{FEATURES}/fc2"):
            problem = assert_problem(client.get(address), 404, "not-found")
            assert words in problem.detail
            assert "python -m app features" in problem.detail
