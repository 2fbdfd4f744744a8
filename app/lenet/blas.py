"""BLAS's buffers, made ready before the first product that counts."""

import numpy as np


def touch_buffers() -> None:
    """Let BLAS compute one larger product, in half a millisecond, so that the small ones after it run at full speed.

    OpenBLAS copies parts of matrices into buffers of its own and reads ahead in them. Reading ahead into pages that were
    never touched is a futile search in the page tables, at every product: the second convolution (16 by 151 by 100) ran at 14
    GFLOP/s, and from the first product of this size on at 28 (OpenBLAS 0.3.31, Haswell kernel). Buffers are shared by a
    process's threads, one to each product that is being computed.
    """
    np.matmul(np.ones((64, 512), np.float32), np.ones((512, 128), np.float32))
