"""Errors about a caller's input to the network.

    LenetError(ValueError)
    ├── OperationError   arrays, kernels, strides or paddings that do not fit together
    ├── WeightsError     a weights file or parameters that are not this network's
    ├── UnitError        a unit such as "pool1/3/5/7" that does not exist
    ├── OptionError      an option of an attribution that cannot be used
    └── DivergenceError  training that led to parameters that are too large

Every message names the value that was given and what was expected.
"""


class LenetError(ValueError):
    """The network cannot work with something it was given."""


class OperationError(LenetError):
    """An operation was given arrays or options that do not fit together."""


class WeightsError(LenetError):
    """Parameters are missing, superfluous or not of the expected shape, type or value."""


class UnitError(LenetError):
    """No such unit: the layer is unknown or an index lies outside it."""

    option = "unit"


class OptionError(LenetError):
    """An option cannot be used: it is out of range, or contradicts another one."""

    def __init__(self, option: str, message: str) -> None:
        """Say what is wrong with which option."""
        super().__init__(message)
        self.option = option


class DivergenceError(LenetError):
    """Training has led to parameters that are too large: the learning rate is too high."""
