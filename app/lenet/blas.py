"""Warming up BLAS before the first product that is measured or served."""

from functools import cache

import numpy as np


@cache
def warm_up() -> None:
    """Compute one large matrix product (10 ms, once per process), so that small ones run at full speed.

    OpenBLAS copies parts of matrices into buffers of its own and prefetches in them. Prefetching into pages
    that were never touched walks the page tables in vain each time: a product of the second convolution (16
    by 151 by 100) ran at 14 GFLOP/s before and at 28 after the first large product (OpenBLAS 0.3.31, Haswell
    kernel). Threads share the buffers.
    """
    np.matmul(np.ones((512, 512), np.float32), np.ones((512, 512), np.float32))
