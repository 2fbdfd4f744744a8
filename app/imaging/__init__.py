"""Any picture → the network's input.

Two steps, both pure: `decode` turns a file (or `from_numbers` a grid of numbers) into its foreground, one
byte a pixel, 0 = background and 255 = ink; `prepare` turns it into the 32x32 numbers between 0 and 1 that the
network receives.
"""

from app.imaging.files import Limits, PictureError, decode, from_numbers
from app.imaging.foreground import Box, Decoded
from app.imaging.framing import Prepared, Preprocess, prepare
from app.imaging.hints import find_hint

__all__ = [
    "Box",
    "Decoded",
    "Limits",
    "PictureError",
    "Prepared",
    "Preprocess",
    "decode",
    "find_hint",
    "from_numbers",
    "prepare",
]
