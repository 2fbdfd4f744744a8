"""The client: predictions, arrays, explanations, errors."""

import numpy as np

from app.client import LeNetLens, LeNetLensError

drawing = np.zeros((40, 40), np.uint8)
drawing[5:35, 18:22] = 255

with LeNetLens("http://127.0.0.1:8000") as lens:
    print("read as", lens.predict("digit.png").prediction.digit)
    print("read as", lens.predict(drawing).prediction.digit)
    maps = lens.activations("digit.png", ["pool1"])
    (unit,) = lens.explain("digit.png", "pool1/3/5/7")
    print("the same:", maps["pool1"][3, 5, 7] == unit.output)
    try:
        lens.explain("digit.png", "pool1/3/5/99")
    except LeNetLensError as error:
        print(error)
