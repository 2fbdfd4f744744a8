"""The Python client and live training runs: started, watched while they train, and stopped."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.client import AsyncLeNetLens, LeNetLens, LeNetLensError
from tests.api.pictures import digit
from tests.event_loop import run
from tests.test_client_elsewhere import answered

LONG = {"batches": 2_000, "seed": 3}
PROGRESS = 'event: progress\ndata: {"batch": 0}\n\n'


def test_a_run_is_watched_to_its_end(training_server: str) -> None:
    """Each progress names a model that can be used; the last one is that of the last batch."""
    with LeNetLens(training_server) as lens:
        started = lens.start_training(architecture="mlp", batches=40)
        found = list(lens.watch_training(started["id"]))
        assert (found[0]["batch"], found[-1]["batch"]) == (0, 40)
        assert found[0]["accuracy"] < found[-1]["accuracy"]
        assert lens.training_run(started["id"]) == started | {"state": "done", "progress": found[-1]}
        assert lens.using(found[-1]["model"]).predict(digit()).model == found[-1]["model"]


def test_progress_comes_while_the_run_trains(training_server: str) -> None:
    """The first progress of a long run is there long before its end, which `stop_training` brings about."""
    with LeNetLens(training_server) as lens:
        started = lens.start_training(**LONG)
        events = lens.watch_training(started["id"])
        assert next(events)["batch"] == 0
        assert lens.training_run(started["id"])["state"] == "running"
        with pytest.raises(LeNetLensError, match="another training run") as caught:
            lens.start_training()
        assert caught.value.status == 409
        stopped = lens.stop_training(started["id"])
        assert stopped["state"] == "stopped"
        assert list(events)[-1:] in ([], [stopped["progress"]])


def test_the_asynchronous_client_does_the_same(training_server: str) -> None:
    """It starts, watches and stops a run, and is refused in the same words."""

    async def train() -> tuple[Any, ...]:
        async with AsyncLeNetLens(training_server) as lens:
            started = await lens.start_training(**LONG)
            batches, state = [], ""
            async for progress in lens.watch_training(started["id"]):
                batches.append(progress["batch"])
                if len(batches) == 2:
                    state = (await lens.stop_training(started["id"]))["state"]
            with pytest.raises(LeNetLensError, match="no training run 'nothing'"):
                await lens.stop_training("nothing")
            with pytest.raises(LeNetLensError, match="no training run 'nothing'"):
                await anext(lens.watch_training("nothing"))
            return batches, state

    batches, state = run(train)
    assert (batches[0], state) == (0, "stopped")
    assert batches == sorted(set(batches))


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ('event: done\ndata: {"state": "failed", "error": "the loss is not finite"}\n\n', "loss is not"),
        (": still training\n\n", "ended before the training run"),
    ],
)
def test_a_run_that_fails_is_an_error(end: str, message: str) -> None:
    """So are events that end before the run; what came before them is yielded."""
    events = answered(httpx.Response(200, text=PROGRESS + end)).watch_training("1")
    assert next(events) == {"batch": 0}
    with pytest.raises(LeNetLensError, match=message):
        next(events)
