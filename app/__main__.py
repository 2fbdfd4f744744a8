"""The command line: `python -m app COMMAND`. Each command is imported only when it is asked for."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from app.idx import IdxError
from app.lenet.errors import LenetError
from app.settings import SettingsError

FAILED, ASKED_WRONGLY, INTERRUPTED = 1, 2, 130


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module that has `add_NAME_arguments(parser)` and `NAME(arguments)`, and what it does in a line."""

    module: str
    summary: str


COMMANDS: Mapping[str, Command] = {
    "serve": Command("app.commands", "serve the page and the API"),
    "predict": Command("app.commands", "say which digits pictures show"),
    "evaluate": Command("app.training.commands", "measure the weights on MNIST's test digits"),
    "train": Command("app.training.commands", "train the weights on MNIST"),
    "bench": Command("app.benchmarks.commands", "measure the speed"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code: 0 done, 1 failed, 2 asked for wrongly, 130 interrupted."""
    name, rest = _parse_name(arguments)
    command = COMMANDS[name]
    try:
        module = import_module(command.module)
    except ModuleNotFoundError as error:
        if not command.module.startswith(error.name or "?"):
            return _fail(f"{name} needs the package {error.name}; install it, or run: make {name}")
        return _fail(f"{name} is not part of this installation; run it from the repository: make {name}")
    parser = argparse.ArgumentParser(prog=f"python -m app {name}")
    getattr(module, f"add_{name}_arguments")(parser)
    try:
        return int(getattr(module, name)(parser.parse_args(rest)))
    except (SettingsError, LenetError, IdxError, OSError, ModuleNotFoundError) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _parse_name(arguments: Sequence[str]) -> tuple[str, list[str]]:
    listing = "\n".join(f"  {name:10}{command.summary}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m app",
        usage="python -m app COMMAND …",
        description=f"LeNet Lens: every number of a LeNet, live while you draw.\n\ncommands:\n{listing}",
        epilog="python -m app COMMAND --help says more about each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=tuple(COMMANDS), metavar="COMMAND", help=argparse.SUPPRESS)
    if not arguments:
        parser.print_help(sys.stderr)
        raise SystemExit(ASKED_WRONGLY)
    return str(parser.parse_args(arguments[:1]).command), list(arguments[1:])


def _fail(reason: str) -> int:
    print(f"error: {' '.join(reason.split())}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
