"""BLAS's buffers, made ready before the first product that counts."""

import numpy as np


def touch_buffers() -> None:
    """Let BLAS compute one large product, in about 10 ms, so that the small ones after it run at full speed.

    OpenBLAS copies parts of matrices into buffers of its own and reads ahead in them. Reading ahead into pages that were
    never touched is a futile search in the page tables, again and again: a product of the second convolution (16 by 151 by
    100) ran at 14 GFLOP/s, and after the first large one at 28 (OpenBLAS 0.3.31, Haswell kernel). The buffers are shared by
    a process's threads, one for each product that is being computed.
    """
    np.matmul(np.ones((512, 512), np.float32), np.ones((512, 512), np.float32))
