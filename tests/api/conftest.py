"""What the network itself computes, the truth for answers about it; and a service that trains."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from tritonclient.http import InferenceServerClient

from app.imaging import prepare
from app.lenet.network import Parameters, Trace, forward
from app.lenet.weights import load
from app.settings import Settings
from tests.api.pictures import digit
from tests.asgi import served
from tests.conftest import LiveServer


@pytest.fixture(scope="session")
def parameters(settings: Settings) -> Parameters:
    """The weights that are served, read from their file."""
    return load(settings.weights)


@pytest.fixture(scope="session")
def trace(parameters: Parameters) -> Trace:
    """What the clear forward pass makes of the eight: the truth for every answer about it."""
    return forward(parameters, prepare(digit()).image[np.newaxis, np.newaxis])


@pytest.fixture
def training(settings: Settings) -> Iterator[httpx.Client]:
    """A service that allows training."""
    with served(settings, training="on") as client:
        yield client


@pytest.fixture(scope="session")
def triton(live_server: LiveServer) -> Iterator[InferenceServerClient]:
    """Triton's client, as it is published, talking to the running service."""
    with InferenceServerClient(urlsplit(live_server.url).netloc) as triton:
        yield triton
