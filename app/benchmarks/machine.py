"""What a figure depends on: the processor, and what else it does meanwhile."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def processor() -> str:
    """The processor's name as Linux tells it, else as Python does."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def machine_load() -> str:
    """How many processes wanted a core in the last minute; times grow with it, ratios of one run hardly."""
    cores = os.cpu_count() or 1
    wanting = os.getloadavg()[0]
    note = "times would be shorter on an idle machine" if wanting > cores else "the machine was about idle"
    return f"load: {wanting:.1f} processes for {cores} core{'s' * (cores != 1)}; {note}"


@contextmanager
def machine_told() -> Iterator[None]:
    """Print what the figures in between depend on: the processor, and how busy the machine is before and after."""
    print(f"processor: {processor()}\n{machine_load()}", end="\n\n")
    yield
    print(machine_load())
