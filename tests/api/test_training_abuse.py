"""Uploads, runs and listeners in numbers that nobody needs: bounds hold, and nothing is left behind."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest

from app.api import runs
from app.api.store import MAX_CREATED_BYTES
from app.main import create_app
from app.training.runs import Progress
from tests.api.test_problems import assert_problem
from tests.api.test_training import MODELS, RUNS, upload
from tests.asgi import client_of, replaced
from tests.event_loop import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from starlette.types import Message

    from app.lenet.network import Parameters
    from app.settings import Settings

LONG = {"batches": 500}


@pytest.mark.parametrize(("name", "most", "kept"), [("lenet", 16, 16), ("mlp", 1_024, 18)])
def test_uploads_stay_within_their_bounds(settings: Settings, name: str, most: int, kept: int) -> None:
    """Of however many models the last ones are kept; others are gone, unlike names that never were."""
    app = create_app(replaced(settings, max_models=most))
    with client_of(app) as client:
        file = client.get(f"{MODELS}/{name}/weights?format=safetensors").content
        answers = [upload(client, file[:-4] + np.float32(at / 100).tobytes()) for at in range(50)]
        assert Counter(answer.status_code for answer in answers) == {201: 50}
        created = app.state.services.models.created
        assert list(created) == [answer.json()["name"] for answer in answers[-kept:]]
        assert sum(map(len, created.values())) <= MAX_CREATED_BYTES
        statuses = Counter(client.get(answer.headers["location"]).status_code for answer in answers)
        assert statuses == {200: kept, 404: 50 - kept}
        for gone in (answers[0].headers["location"], f"{MODELS}/lenet@999"):
            assert_problem(client.get(gone), 404, "model-gone")
        assert_problem(client.get(f"{MODELS}/vgg"), 404, "not-found")


def test_a_stopped_run_computes_no_more(
    training: httpx.Client, parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a run is deleted its thread has ended, so that runs started and deleted in turn do not pile up."""
    began = threading.Event()
    computing: list[object] = []

    def steps(*_arguments: object) -> Iterator[Progress]:
        while True:
            computing.append(None)
            began.set()
            time.sleep(0.1)
            computing.pop()
            yield Progress(0, 0.0, 0.0, 0.0, parameters)

    monkeypatch.setattr(runs, "_steps", steps)
    for _ in range(3):
        started = training.post(RUNS, json=LONG)
        assert began.wait(60), "the run does not compute"
        assert training.delete(started.headers["location"]).json()["state"] == "stopped"
        assert computing == []
        began.clear()


def test_shutdown_ends_whatever_event_loop_a_run_belongs_to(settings: Settings) -> None:
    """An application may be served by several event loops: each shutdown ends, and a new run may start."""
    app = create_app(replaced(settings, training="on"))
    with client_of(app) as first:
        assert first.post(RUNS, json=LONG).status_code == 202
        with client_of(app) as second:
            assert_problem(second.post(RUNS, json=LONG), 409, "training-busy")
        started = first.post(RUNS, json=LONG)
        assert started.status_code == 202
        with client_of(app) as second:
            assert second.delete(started.headers["location"]).json()["state"] == "stopped"


def test_a_run_is_watched_from_any_event_loop(settings: Settings) -> None:
    """Two listeners in two event loops receive every report and the end of a run."""
    app = create_app(replaced(settings, training="on"))
    with client_of(app) as first, client_of(app) as second, ThreadPoolExecutor(2) as threads:
        address = f"{first.post(RUNS, json={'batches': 100}).headers['location']}/events"
        one, other = threads.map(lambda client: client.get(address).text, (first, second))
    assert one.replace(": ping\n\n", "") == other.replace(": ping\n\n", "")
    assert one.count("event: done") == 1


def test_a_run_whose_event_loop_is_gone_blocks_nothing(settings: Settings) -> None:
    """A loop that was closed in the middle of a run leaves a service that shuts down, and trains again."""
    app = create_app(replaced(settings, training="on"))
    loop = asyncio.new_event_loop()

    async def start() -> None:
        app.state.services.runs.start(runs.TrainingRunBody(batches=500))

    with ThreadPoolExecutor(1) as thread:
        thread.submit(loop.run_until_complete, start()).result()
        with client_of(app) as client:
            assert client.post(RUNS, json=LONG).status_code == 202
        thread.submit(loop.run_until_complete, app.state.services.runs.close()).result()
    loop.close()


def test_a_slow_listener_misses_nothing(settings: Settings) -> None:
    """Reports that come while an earlier one is being sent are sent, too."""
    service = create_app(settings).state.services.runs
    reports = [
        runs.TrainingProgress(batch=n, images_per_second=1, loss=1, accuracy=0, model="m") for n in range(3)
    ]

    async def listen() -> list[int]:
        one = runs.Run(runs.TrainingRunBody(), None)
        one.task = asyncio.create_task(asyncio.sleep(0))
        one.reports.append(reports[0])
        seen = []
        async for report in service.listen(one):
            seen.append(report.batch)
            one.reports += reports[1:] if len(seen) == 1 else []
        return seen

    assert run(listen) == [0, 1, 2]


async def listen_and_leave(app: FastAPI, path: str, *, reads: bool) -> None:
    """Ask for the events of a run, and vanish: at the first progress, or while it cannot be sent."""
    vanished = asyncio.Event()

    async def receive() -> Message:
        await vanished.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        assert message.get("status", 200) == 200
        if message.get("body", b"").startswith(b"event: progress"):
            vanished.set()
            await asyncio.sleep(0 if reads else 3_600)

    scope: dict[str, Any] = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1"}
    scope |= {"method": "GET", "scheme": "http", "path": path, "query_string": b""}
    scope["headers"] = [(b"host", b"lens.test")]
    await app(scope, receive, send)
    assert vanished.is_set()


def test_many_runs_and_listeners_that_vanish(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 50 runs asked for at once one starts, which stops with its 50 listeners and leaves no task."""
    app = create_app(replaced(settings, training="on"))

    async def attack() -> None:
        before = asyncio.all_tasks()
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://lens.test"
        ) as client:
            answers = await asyncio.gather(*[client.post(RUNS, json=LONG) for _ in range(50)])
            assert Counter(answer.status_code for answer in answers) == {202: 1, 409: 49}
            (address,) = [answer.headers["location"] for answer in answers if answer.status_code == 202]
            one = app.state.services.runs.get(address.rpartition("/")[2])
            listeners = [listen_and_leave(app, f"{address}/events", reads=bool(at % 2)) for at in range(50)]
            await asyncio.gather(*listeners)
            monkeypatch.setattr(runs, "SECONDS_WITHOUT_LISTENERS", 0)
            await asyncio.wait([one.task])
            assert (await client.get(address)).json()["state"] == "stopped"
            assert one.listeners == 0
            assert len(app.state.services.models.created) <= runs.KEPT_MODELS
        assert asyncio.all_tasks() == before

    run(attack)
