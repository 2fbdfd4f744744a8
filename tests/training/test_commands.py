"""The commands train and evaluate from end to end, on digits of a pocket calculator."""

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from app.lenet import features, weights
from app.lenet.checkpoints import load_checkpoint, read_index
from app.training import commands, loop, session
from app.training.data import TEST, TRAIN
from app.training.loop import Batch, Recipe, State
from tests.training.synthetic import digits, write_files

SMALL = ("--epochs", "2", "--batch", "8", "--validation", "10", "--rate", "0.002")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with forty training and twenty test digits."""
    directory = tmp_path_factory.mktemp("data")
    write_files(directory, TRAIN, digits(40))
    write_files(directory, TEST, digits(20, seed=1))
    return directory


def call(name: str, arguments: Sequence[object]) -> int:
    """Call a command as the command line does."""
    parser = argparse.ArgumentParser()
    getattr(commands, f"add_{name}_arguments")(parser)
    command: Callable[[argparse.Namespace], int] = getattr(commands, name)
    return command(parser.parse_args([str(argument) for argument in arguments]))


def record_of(path: Path) -> dict[str, Any]:
    """The record beside a weights file."""
    record: dict[str, Any] = json.loads(path.read_text())
    return record


def contents(directory: Path) -> dict[str, bytes]:
    """Every file below a directory."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an uninterrupted run wrote."""
    out = tmp_path_factory.mktemp("trained") / "weights"
    assert call("train", ("--data", data, "--out", out, *SMALL)) == 0
    return out


def test_training_writes_weights_record_and_checkpoints(trained: Path, data: Path) -> None:
    """Record and last checkpoint are those of the weights, and there are no other files."""
    record = record_of(trained / "lenet.json")
    assert record["sha256"] == hashlib.sha256((trained / "lenet.safetensors").read_bytes()).hexdigest()
    assert (record["model"], record["seed"], record["epochs"]) == ("lenet", 1, 2)
    assert sorted(record["data"]) == sorted(TRAIN)
    assert set(record["accuracy"]) == {"train", "validation", "test"}
    assert np.sum(record["confusion_matrix"]) == 20
    assert len(record["misread"]) == 20 - np.trace(record["confusion_matrix"])
    assert "--epochs 2 --batch 8 --seed 1" in record["command"]
    assert str(data) not in record["command"]
    checkpoints = read_index(trained / "history")
    assert [(checkpoint.epoch, checkpoint.batch) for checkpoint in checkpoints] == [(0, 0), (1, 0), (2, 0)]
    kept_files = {f"history/{checkpoint.file}" for checkpoint in checkpoints}
    assert contents(trained).keys() == kept_files | {
        "lenet.safetensors",
        "lenet.json",
        "history/history.json",
    }
    final = weights.load(trained / "lenet.safetensors")
    kept = load_checkpoint(trained / "history", checkpoints[-1])
    assert all(np.allclose(final[name], kept[name], atol=0.01) for name in final)


@pytest.mark.parametrize("stop_after", [2, 3, 5])
def test_an_interrupted_run_resumes_to_the_same_bytes(
    trained: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    """Ctrl-C in any batch ends with 130; --resume then writes the bytes of an uninterrupted run."""
    learn, seen = loop.learn, []

    def interrupted(state: State, recipe: Recipe, batch: Batch, batches: int) -> State:
        seen.append(state.batch)
        if len(seen) > stop_after:
            raise KeyboardInterrupt
        return learn(state, recipe, batch, batches)

    monkeypatch.setattr(loop, "learn", interrupted)
    arguments = ("--data", data, "--out", tmp_path, *SMALL)
    assert call("train", arguments) == 130
    assert (tmp_path / "checkpoint.safetensors").exists()
    assert not (tmp_path / "lenet.safetensors").exists()
    monkeypatch.undo()
    assert call("train", (*arguments, "--resume")) == 0
    assert contents(tmp_path) == contents(trained)


def test_other_networks_are_trained_without_checkpoints(data: Path, tmp_path: Path) -> None:
    """Weights and record have the network's name, `evaluate` measures them; only `lenet` has a timeline."""
    assert call("train", ("--architecture", "mlp", "--data", data, "--out", tmp_path, *SMALL)) == 0
    assert sorted(contents(tmp_path)) == ["mlp.json", "mlp.safetensors"]
    record = record_of(tmp_path / "mlp.json")
    assert record["model"] == "mlp"
    assert "--architecture mlp" in record["command"]
    weights = ("--architecture", "mlp", "--weights", tmp_path / "mlp.safetensors")
    figures, report = (tmp_path / name for name in ("figures.json", "report.json"))
    assert call("evaluate", (*weights, "--data", data, "--json", figures, "--report", report)) == 0
    assert json.loads(figures.read_text())["misread"] == record["misread"]
    found = json.loads(report.read_text())
    assert (found["weights"], found["digits"]) == (f"sha256:{record['sha256']}", 20)
    assert [digit["index"] for digit in found["evaluations"][1]["misread"]] == record["misread_centred"]


def test_features_are_written_beside_their_record(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has five arrays for each layer, and the record names it and the weights by their checksums."""
    monkeypatch.setattr(features, "STEPS", 2)
    assert call("features", ("--data", data, "--out", tmp_path / "features")) == 0
    record = json.loads((tmp_path / "features.json").read_text())
    shipped = commands.WEIGHTS / "lenet.safetensors"
    for name, path in (("sha256", tmp_path / "features.safetensors"), ("weights", shipped)):
        assert record[name].removeprefix("sha256:") == hashlib.sha256(path.read_bytes()).hexdigest()
    arrays = load_file(tmp_path / "features.safetensors")
    assert {name.partition(".")[0] for name in arrays} == set(features.LAYERS)
    assert arrays["conv2.images"].shape == (16, 9)
    assert arrays["conv2.images"].max() < 20
    assert arrays["conv2.synthetic"].shape == (16, 14, 14)


@pytest.mark.parametrize("epochs", [1, 2, 36, 100])
def test_the_timeline_has_at_most_41_checkpoints(epochs: int) -> None:
    """All epochs of a short run are kept, 36 evenly spread ones of a long run, and the last one always."""
    kept = session.kept_epochs(epochs)
    assert {0, epochs} <= kept <= set(range(epochs + 1))
    assert len(kept) == min(epochs, 36) + 1


def test_test_digits_can_be_left_out(tmp_path: Path) -> None:
    """With --without-test a run needs no test files and writes none of their figures."""
    write_files(tmp_path / "data", TRAIN, digits(40))
    folders = ("--data", tmp_path / "data", "--out", tmp_path / "out")
    assert call("train", (*folders, *SMALL, "--limit", "16", "--without-test")) == 0
    record = record_of(tmp_path / "out" / "lenet.json")
    assert record["accuracy"]["test"] is None
    assert record["confusion_matrix"] == []
    assert "--limit 16" in record["command"]


@pytest.mark.parametrize("arguments", [("--epochs", "0"), ("--batch", "x"), ("--optimiser", "magic")])
def test_impossible_settings_are_refused(
    arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line says what it did not understand."""
    with pytest.raises(SystemExit):
        call("train", arguments)
    assert f"argument {arguments[0]}" in capsys.readouterr().err


def test_evaluating_finds_what_training_wrote(
    trained: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures of `evaluate` are the record's; with --validation, those of validation digits."""
    record, figures = record_of(trained / "lenet.json"), tmp_path / "figures.json"
    arguments = ("--weights", trained / "lenet.safetensors", "--data", data, "--json", figures)
    assert call("evaluate", arguments) == 0
    found = json.loads(figures.read_text())
    assert found["accuracy"] == record["accuracy"]["test"]
    for name in ("robustness", "confusion_matrix", "misread", "misread_centred"):
        assert found[name] == record[name]
    assert f"{found['accuracy']:.2%}" in capsys.readouterr().out
    assert call("evaluate", (*arguments, "--validation", 10)) == 0
    assert json.loads(figures.read_text())["accuracy"] == record["accuracy"]["validation"]
