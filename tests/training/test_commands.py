"""The commands train and evaluate from end to end, on digits of a pocket calculator."""

import argparse
import hashlib
import json
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from app.lenet import weights
from app.training import commands, loop
from app.training.card import describes, read
from app.training.data import TEST, TRAIN, DataError
from app.training.history import read_index, weights_at
from app.training.loop import State, Watch
from tests.training.synthetic import digits, write_files

SMALL = ("--epochs", "2", "--batch", "8", "--validation", "10", "--workers", "0", "--rate", "0.002")


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


def test_training_writes_weights_card_and_history(trained: Path, data: Path) -> None:
    """The card has every entry and is that of the weights; the history ends with the same weights; nothing else stays."""
    card = read(trained / "lenet.json")
    assert describes(card, trained / "lenet.safetensors")
    assert card.sha256 == hashlib.sha256((trained / "lenet.safetensors").read_bytes()).hexdigest()
    assert (card.model, card.seed, card.epochs) == ("lenet", 1, 2)
    assert sorted(card.data) == sorted(TRAIN)
    assert set(card.accuracy) == {"train", "validation", "test"}
    assert np.sum(card.confusion_matrix) == 20
    assert len(card.misread) == 20 - np.trace(card.confusion_matrix)
    assert "--epochs 2 --batch 8 --seed 1" in card.command
    assert str(data) not in card.command
    moments = read_index(trained / "history")
    assert [(moment.epoch, moment.batch) for moment in moments] == [(0, 0), (1, 0), (2, 0)]
    assert sorted(contents(trained)) == sorted(
        [
            "lenet.safetensors",
            "lenet.json",
            "history/history.json",
            *(f"history/{moment.file}" for moment in moments),
        ]
    )
    final, kept = weights.load(trained / "lenet.safetensors"), weights_at(trained / "history", moments[-1])
    assert all(np.allclose(final[name], kept[name], atol=0.01) for name in final)


@pytest.mark.parametrize("stop_after", [2, 3, 5])
def test_an_interrupted_run_resumes_to_the_same_bytes(
    trained: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    """Ctrl-C after any batch saves and ends with 130; --resume then writes the very bytes of an uninterrupted run."""
    through, seen = loop.run, []

    def interrupted(state: State, recipe: loop.Recipe, feed: loop.Feed, watch: Watch) -> bool:
        def batch(state: State) -> None:
            watch.batch(state)
            seen.append(state.batch)
            if len(seen) == stop_after:
                os.kill(os.getpid(), signal.SIGINT)

        return through(state, recipe, feed, Watch(batch, watch.moment, watch.epoch, watch.stop))

    monkeypatch.setattr(loop, "run", interrupted)
    arguments = ("--data", data, "--out", tmp_path, *SMALL)
    assert call("train", arguments) == 130
    assert len(seen) == stop_after
    assert (tmp_path / "checkpoint.npz").exists()
    assert not (tmp_path / "lenet.safetensors").exists()
    monkeypatch.undo()
    assert call("train", (*arguments, "--resume")) == 0
    assert contents(tmp_path) == contents(trained)


def test_resuming_nothing_is_an_error(data: Path, tmp_path: Path) -> None:
    """Without a checkpoint there is nothing to go on with."""
    with pytest.raises(DataError, match="nothing to resume"):
        call("train", ("--data", data, "--out", tmp_path, *SMALL, "--resume"))


def test_test_digits_can_be_left_unread(tmp_path: Path) -> None:
    """While settings are being chosen a run needs no test files and writes no figure of theirs."""
    write_files(tmp_path / "data", TRAIN, digits(40))
    arguments = (
        "--data",
        tmp_path / "data",
        "--out",
        tmp_path / "out",
        *SMALL,
        "--limit",
        "16",
        "--without-test",
    )
    assert call("train", arguments) == 0
    card = read(tmp_path / "out" / "lenet.json")
    assert card.accuracy["test"] is None
    assert card.confusion_matrix == []
    assert "--limit 16" in card.command


def test_missing_files_end_the_command(tmp_path: Path) -> None:
    """The error names the files and the option that fetches them."""
    with pytest.raises(DataError, match=rf"{TRAIN[0]} and {TRAIN[1]}.*--download"):
        call("train", ("--data", tmp_path, "--out", tmp_path / "out", *SMALL))


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
    """The figures of `evaluate`, printed and as JSON, are those of the card."""
    figures = tmp_path / "figures.json"
    assert (
        call("evaluate", ("--weights", trained / "lenet.safetensors", "--data", data, "--json", figures)) == 0
    )
    found, card = json.loads(figures.read_text()), read(trained / "lenet.json")
    assert found["accuracy"] == card.accuracy["test"]
    assert found["robustness"] == card.robustness
    assert found["confusion_matrix"] == card.confusion_matrix
    assert found["misread"] == card.misread
    assert found["misread_centred"] == card.misread_centred
    assert f"{found['accuracy']:.2%}" in capsys.readouterr().out


def test_validation_digits_can_be_measured(trained: Path, data: Path, tmp_path: Path) -> None:
    """With --validation the last training digits are measured, as training measured them."""
    figures = tmp_path / "figures.json"
    arguments = (
        "--weights",
        trained / "lenet.safetensors",
        "--data",
        data,
        "--validation",
        10,
        "--json",
        figures,
    )
    assert call("evaluate", arguments) == 0
    assert json.loads(figures.read_text())["accuracy"] == read(trained / "lenet.json").accuracy["validation"]
