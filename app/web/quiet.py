"""The libraries that read what visitors send say nothing of it, neither by logs nor by warnings."""

import logging
import warnings

_LIBRARIES = ("PIL", "python_multipart")


def hush_libraries() -> None:
    """Keep them silent from now on in this process; what is wrong with a body is told to whoever sent it."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        warnings.filterwarnings("ignore", module=rf"{name}(\.|$)")
