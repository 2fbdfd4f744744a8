"""The models of a service by name: shipped ones, checkpoints of their training, and created ones."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from app.api.problems import Problem, listed, quoted
from app.lenet import weights
from app.lenet.checkpoints import Checkpoint, load_checkpoint, read_index
from app.lenet.model import Model, load_model, stored_model

TITLES = {"mlp": "Multi-layer perceptron", "lenet-1998": "LeNet of 1998: tanh and average pooling"}
"""Networks that ship beside `lenet`, whose file is a setting."""

CHECKPOINTS = "history"
MAX_CREATED_BYTES = 24 * 1024 * 1024
"""Limit for the files of all created models. With those that are ready to run they take 40 MB of memory."""
LIVE_MODELS = 8
"""Created models and checkpoints that stay ready to run; others are built from their files when needed."""

_CREATED = re.compile(r"m-[0-9a-f]{12}|[a-z0-9-]+@\d+")


class ModelStore:
    """Finds models by name; used by one event loop.

    `lenet`, `mlp` and `lenet-1998` ship. `lenet@12` is a checkpoint, which is read when it is asked for. `m-`
    with 12 hexadecimal digits is a created model, which is kept until newer ones take its place.
    """

    def __init__(self, path: Path, max_created: int) -> None:
        """Load the shipped models; WeightsError if one of them cannot be used."""
        self.directory = path.parent
        self.max_created = max_created
        self.shipped = {"lenet": load_model(path)}
        self.files = [path]
        for name, title in TITLES.items():
            file = self.directory / f"{name}.safetensors"
            if file.exists():
                self.shipped[name] = load_model(file, name, title)
                self.files.append(file)
        self.created: OrderedDict[str, bytes] = OrderedDict()
        self._live = lru_cache(LIVE_MODELS)(self._build)

    def get(self, name: str) -> Model:
        """Return a model; a Problem if there is none of that name, or it is no longer in memory."""
        if name in self.shipped:
            return self.shipped[name]
        if name in self.created:
            self.created.move_to_end(name)
            return self._live(name)
        base, _, number = name.partition("@")
        count = len(self.checkpoints(base))
        if number.isdecimal() and len(number) < 9 and int(number) < count:
            return self._live(f"{base}@{int(number)}")
        if _CREATED.fullmatch(name):
            remedy = f"create it again, or use {listed(self.shipped)}"
            if base in self.shipped:
                remedy = f"its checkpoints are {base}@0 to {base}@{count - 1}" if count else f"use {base}"
            raise Problem("model-gone", f"the model {quoted(name)} is not there (any longer); {remedy}")
        raise Problem("not-found", f"no model {quoted(name)}; the models are: {listed(self.shipped)}")

    def add(self, model: Model) -> None:
        """Keep a created model; remove the least recently used ones if there is no room."""
        self.created[model.name] = model.file
        self.created.move_to_end(model.name)
        while (
            len(self.created) > self.max_created or sum(map(len, self.created.values())) > MAX_CREATED_BYTES
        ):
            self.created.popitem(last=False)

    def remove(self, name: str) -> None:
        """Forget a created model."""
        self.created.pop(name, None)

    def checkpoints(self, name: str) -> Sequence[Checkpoint]:
        """Return the checkpoints of the training of a shipped model; most have none."""
        return self._checkpoints if name == "lenet" else ()

    @cached_property
    def _checkpoints(self) -> Sequence[Checkpoint]:
        return tuple(read_index(self.directory / CHECKPOINTS))

    def _build(self, name: str) -> Model:
        if name in self.created:
            return stored_model(self.created[name])
        base, _, number = name.partition("@")
        shipped, checkpoint = self.shipped[base], self._checkpoints[int(number)]
        parameters = load_checkpoint(self.directory / CHECKPOINTS, checkpoint, shipped.architecture)
        file = weights.to_bytes(parameters, shipped.architecture)
        title = f"{shipped.title}: epoch {checkpoint.epoch}, batch {checkpoint.batch}"
        record = {"accuracy": {"validation": checkpoint.validation_accuracy}}
        return Model(name, title, shipped.architecture_name, parameters, file, record)
