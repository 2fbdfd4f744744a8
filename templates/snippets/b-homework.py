"""One number of the first convolution, computed by hand."""

import httpx
import numpy as np
from safetensors.numpy import load

lenet = "http://127.0.0.1:8000/api/v1/models/lenet"
drawing = np.zeros((28, 28), int)
drawing[4:24, 13:16] = 255  # an upright stroke: 0 is background, 255 is ink

answer = httpx.post(
    f"{lenet}/activations",
    params={"format": "safetensors", "preprocess": "none"},
    json={"pixels": drawing.tolist()},
)
maps = load(answer.raise_for_status().content)
answer = httpx.get(f"{lenet}/weights", params={"format": "safetensors"})
weights = load(answer.raise_for_status().content)

# Row 10, column 12 of the third map of conv1, by hand.
window = maps["input"][:, 10:15, 12:17]
mine = np.sum(weights["conv1.weight"][2] * window) + weights["conv1.bias"][2]
print("the same:", np.isclose(mine, maps["conv1"][2, 10, 12], rtol=1e-5, atol=1e-6))
