"""Several processes that serve one socket: started together, replaced when they die, stopped together.

The processes are spawned, not forked, so that each makes its own application, threads and event loop, on every system.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from types import FrameType

SECONDS_BETWEEN_STARTS = 1.0
"""A worker that lived for less is replaced only then, so that one which cannot start does not keep the machine busy."""

Work = Callable[[], None]


class Workers:
    """The processes of one server; `work` is what each of them does until SIGTERM ends it."""

    def __init__(
        self, work: Work, count: int, on_end: Callable[[int], object] = lambda _process: None
    ) -> None:
        self.work = work
        self.count = count
        self.on_end = on_end
        self.started: dict[SpawnProcess, float] = {}
        self.stopped_by: signal.Signals | None = None

    def run(self) -> None:
        """Keep `count` workers running until SIGTERM or Ctrl-C, then see them end; KeyboardInterrupt after Ctrl-C."""
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            while not self.stopping() or self.started:
                self._fill()
                wait([process.sentinel for process in self.started])
                self._bury()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if self.stopped_by is signal.SIGINT:
            raise KeyboardInterrupt

    def stopping(self) -> bool:
        """Whether a signal came; it may have come since the last line."""
        return self.stopped_by is not None

    def stop(self, number: int, _frame: FrameType | None) -> None:
        """Tell every worker to finish what it has begun; a second time, to end at once."""
        again = self.stopped_by is not None
        self.stopped_by = self.stopped_by or signal.Signals(number)
        for process in list(self.started):
            if again:
                process.kill()
            else:
                process.terminate()

    def _fill(self) -> None:
        while not self.stopping() and len(self.started) < self.count:
            process = multiprocessing.get_context("spawn").Process(
                target=_worker, args=(self.work,), daemon=True
            )
            process.start()
            self.started[process] = time.monotonic()
            if self.stopping():  # the signal came while this one was being started
                process.terminate()

    def _bury(self) -> None:
        for process, began in list(self.started.items()):
            if process.exitcode is None:
                continue
            del self.started[process]
            self.on_end(process.pid or 0)
            if not self.stopping():
                print(
                    f"worker {process.pid} ended with {process.exitcode}; another one starts", file=sys.stderr
                )
                time.sleep(max(0.0, SECONDS_BETWEEN_STARTS - (time.monotonic() - began)))


def _worker(work: Work) -> None:
    """Work until told to stop; Ctrl-C reaches every process of a terminal, and it is the parent who tells the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work()


def _end_with_parent() -> None:
    """A parent that was killed cannot stop its workers: they see it gone and stop by themselves."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
