"""The command `bench`."""

import argparse
import sys
from importlib import import_module

PARTS = ("forward", "attributions", "http", "page", "tower")
"""What can be measured: modules whose `run()` does it, each of which is imported when it is asked for."""


def add_bench_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `bench`."""
    parser.description = "Measure the speed and print tables. Needs the packages that `make bench` installs."
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")


def bench(arguments: argparse.Namespace) -> int:
    """Run the parts in turn."""
    unknown = [part for part in arguments.parts if part not in PARTS]
    if unknown:
        print(f"error: no part {unknown[0]!r}; choose of {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for part in arguments.parts or PARTS:
        import_module(f"app.benchmarks.{part}").run()
    return 0
