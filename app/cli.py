"""The command line: `python -m app COMMAND`. The module of a command is imported when it is used."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

FAILED, USAGE, INTERRUPTED = 1, 2, 130


@dataclass(frozen=True, slots=True)
class Command:
    """A command."""

    module: str  # the module with `add_NAME_arguments(parser)` and `NAME(arguments)`, which returns a code
    summary: str  # what the command does
    set_up: str  # the target of the Makefile that installs the packages it needs


COMMANDS: Mapping[str, Command] = {
    "serve": Command("app.server", "serve the page and the API", "run"),
    "predict": Command("app.predict", "predict the digits of pictures", "install"),
    "evaluate": Command("app.training.commands", "measure the weights on the MNIST test digits", "evaluate"),
    "train": Command("app.training.commands", "train a network on MNIST", "train"),
    "features": Command("app.training.commands", "find what each unit of LeNet looks for", "evaluate"),
    "bench": Command("app.benchmarks.commands", "measure the speed", "bench"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.

    Exceptions of this application tell the user what to change and are printed in one line; others are bugs.
    """
    name, rest = _parse_name(arguments)
    command = COMMANDS[name]
    parser = argparse.ArgumentParser(prog=f"python -m app {name}")
    try:
        module = import_module(command.module)
        getattr(module, f"add_{name}_arguments")(parser)
        return int(getattr(module, name)(parser.parse_args(rest)))
    except KeyboardInterrupt:
        return INTERRUPTED
    except ModuleNotFoundError as error:
        return _fail(f"{name} needs the package {error.name}; `make {command.set_up}` installs it")
    except Exception as error:
        if isinstance(error, OSError) or type(error).__module__.startswith("app."):
            return _fail(str(error))
        raise


def _parse_name(arguments: Sequence[str]) -> tuple[str, list[str]]:
    listing = "\n".join(f"  {name:10}{command.summary}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m app",
        usage="python -m app COMMAND …",
        description=f"LeNet Lens: every number of a LeNet while you draw.\n\ncommands:\n{listing}",
        epilog="python -m app COMMAND --help describes the command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=tuple(COMMANDS), metavar="COMMAND", help=argparse.SUPPRESS)
    if not arguments:
        parser.print_help(sys.stderr)
        raise SystemExit(USAGE)
    return str(parser.parse_args(arguments[:1]).command), list(arguments[1:])


def _fail(reason: str) -> int:
    print(f"error: {' '.join(reason.split())}", file=sys.stderr)
    return FAILED
