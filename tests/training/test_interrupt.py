"""Ctrl-C between two batches."""

import os
import signal

import pytest

from app.training.interrupt import interruptible


def press() -> None:
    """Press Ctrl-C."""
    os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_is_noted() -> None:
    """The first Ctrl-C raises nothing, and afterwards it is handled as before."""
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as interrupt:
        noted = [interrupt.asked]
        press()
        noted.append(interrupt.asked)
    assert noted == [False, True]
    assert signal.getsignal(signal.SIGINT) is before


def test_the_second_ctrl_c_does_not_wait() -> None:
    """Pressed again it ends the work at once, and is handled as before afterwards too."""
    before = signal.getsignal(signal.SIGINT)
    with interruptible():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()
    assert signal.getsignal(signal.SIGINT) is before
