"""What can be wrong with a caller's input to the network.

    LenetError(ValueError)
    ├── OperationError   arrays, kernels, strides or paddings that do not fit together
    ├── WeightsError     a weights file or parameters that are not this network's
    └── UnitError        a unit such as "pool1/3/5/7" that does not exist

Every message names the value that was given and what would have been right.
"""


class LenetError(ValueError):
    """Something given to the network is not what it can work with."""


class OperationError(LenetError):
    """An operation was given arrays or options that do not fit together."""


class WeightsError(LenetError):
    """Parameters are missing, superfluous or not of the expected shape, type or value."""


class UnitError(LenetError):
    """No such unit: the layer is unknown or an index lies outside it."""
