"""The Kubernetes manifest is valid by the published schemas, and agrees with the image and the service."""

from __future__ import annotations

import tomllib
from typing import Any

import httpx
import kubernetes_validate  # type: ignore[import-untyped]  # none are published
import pytest
import yaml  # type: ignore[import-untyped]  # not worth a dependency for one call

from app.settings import ROOT, load_settings, unknown_variables
from tests.serving import run_python
from tests.test_container import last_stage

RESOURCES: list[dict[str, Any]] = list(
    yaml.safe_load_all((ROOT / "app" / "deploy" / "kubernetes.yaml").read_text())
)
VERSIONS = ("1.30", "1.37")
LABELS = {"app.kubernetes.io/name": "lenet-lens"}


def resource(kind: str) -> dict[str, Any]:
    """The one resource of a kind."""
    (found,) = [one for one in RESOURCES if one["kind"] == kind]
    return found


POD: dict[str, Any] = resource("Deployment")["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("one", RESOURCES, ids=lambda one: one["kind"])
def test_resources_fit_the_published_schemas(one: dict[str, Any], version: str) -> None:
    """Every resource is valid by the strict schemas of an old and a recent Kubernetes."""
    assert kubernetes_validate.validate(one, version, strict=True) == version


def test_the_parts_find_each_other() -> None:
    """Service, autoscaler, budget and policy select the deployment's pods and name its port."""
    deployment = resource("Deployment")
    assert deployment["spec"]["template"]["metadata"]["labels"] == LABELS
    selectors = [
        deployment["spec"]["selector"]["matchLabels"],
        resource("Service")["spec"]["selector"],
        resource("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        resource("NetworkPolicy")["spec"]["podSelector"]["matchLabels"],
    ]
    assert selectors == [LABELS] * 4
    target = resource("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", deployment["metadata"]["name"])
    assert "replicas" not in deployment["spec"]
    assert resource("Service")["spec"]["ports"][0]["targetPort"] == "http"


def test_the_container_may_do_nothing_but_serve() -> None:
    """It runs without root, capabilities, writable files, a token, and connections of its own."""
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert POD["automountServiceAccountToken"] is False
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert resource("NetworkPolicy")["spec"]["egress"] == []
    assert set(CONTAINER["resources"]["requests"]) == {"cpu", "memory"}
    assert "memory" in CONTAINER["resources"]["limits"]


def test_the_manifest_agrees_with_the_image(monkeypatch: pytest.MonkeyPatch) -> None:
    """User and port are the container file's, the image has the version, settings are readable."""
    said = last_stage()
    assert POD["securityContext"]["runAsUser"] == int(said["USER"])
    assert CONTAINER["ports"] == [{"name": "http", "containerPort": int(said["EXPOSE"])}]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert CONTAINER["image"] == f"lenet-lens:{version}"
    environment = {one["name"]: one["value"] for one in CONTAINER["env"]}
    environment |= dict(pair.split("=") for pair in said["ENV"].split())
    assert unknown_variables(environment) == []
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load_settings().max_pixels == 16_000_000


@pytest.mark.parametrize("name", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_probes_ask_what_the_service_answers(client: httpx.Client, name: str) -> None:
    """Each probe goes to the container's port, at an address that answers 200."""
    probe = CONTAINER[name]["httpGet"]
    assert probe["port"] == CONTAINER["ports"][0]["name"]
    assert client.get(probe["path"]).status_code == 200


WATCHED = """
import os, sys

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and path != "/dev/null":
            print("wrote", path, mode)
    elif event.startswith(("os.mkdir", "os.remove", "os.rename", "os.truncate", "tempfile.")):
        print(event, arguments)

sys.dont_write_bytecode = True
sys.addaudithook(watch)

import httpx, numpy as np
from app.main import create_app
from app.settings import Settings
from tests.asgi import client_of
from tests.api.pictures import ACTIVATIONS, PREDICTIONS, digit, file_of

with client_of(create_app(Settings())) as client:
    large = file_of(np.kron(digit(), np.ones((12, 12), np.uint8)), "JPEG")
    answers = [
        client.post(PREDICTIONS, files=[("picture", file_of(digit())), ("picture", large)]),
        client.post(ACTIVATIONS + "?format=npz", content=large, headers={"Content-Type": "image/jpeg"}),
        *(client.get(path) for path in ("/", "/static/css/base.css", "/api/v1/samples/3?format=png")),
    ]
    print([answer.status_code for answer in answers])
"""


def test_nothing_is_written() -> None:
    """Serving opens no file for writing, so the root file system can be read-only."""
    done = run_python("-c", WATCHED)
    assert (done.stdout, done.stderr) == ("[200, 200, 200, 200, 200]\n", "")
