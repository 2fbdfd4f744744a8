"""What a measurement depends on: the processor, and what else it does."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def processor() -> str:
    """Return the name of the processor."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


@contextmanager
def machine_described() -> Iterator[None]:
    """Print the processor, and the load before and after: times grow with it, ratios of one run hardly."""
    print(f"processor: {os.cpu_count()} cores of {processor()}; load before: {os.getloadavg()[0]:.1f}\n")
    yield
    print(f"load after: {os.getloadavg()[0]:.1f}\n")
