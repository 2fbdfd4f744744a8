"""The command `bench`, as far as it goes without the packages that it measures against."""

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from app.__main__ import main
from app.benchmarks import commands


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Asking for a part that does not exist is an error in one line that names those that do."""
    assert main(["bench", "nothing"]) == 2
    assert capsys.readouterr().err == f"error: no part 'nothing'; choose of {', '.join(commands.PARTS)}\n"


def test_missing_packages_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the packages of `make bench`, the error says which is missing and how to install it."""

    def missing(_name: str) -> ModuleType:
        """Fail as an import does."""
        raise ModuleNotFoundError(name="onnx")

    monkeypatch.setattr(commands, "import_module", missing)
    assert main(["bench", "forward"]) == 1
    assert capsys.readouterr().err == "error: forward needs onnx; `make bench` installs what it needs\n"


def test_parts_run_in_the_order_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part's `run` is called once; if none is named, all but the long ones, which are run by name."""
    ran: list[str] = []

    def stand_in(name: str) -> Any:
        """A module whose run says that it ran."""
        return SimpleNamespace(run=lambda: ran.append(name))

    monkeypatch.setattr(commands, "import_module", stand_in)
    assert main(["bench"]) == 0
    assert ran == [module for part, module in commands.PARTS.items() if part not in commands.LONG]
    ran.clear()
    assert main(["bench", *commands.LONG]) == 0
    assert ran == [commands.PARTS[part] for part in commands.LONG]
