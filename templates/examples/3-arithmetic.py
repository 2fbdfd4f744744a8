import numpy as np
from lenet_lens import LeNetLens

drawing = np.zeros((28, 28))
drawing[4:24, 13:16] = 1  # a vertical stroke

with LeNetLens("http://127.0.0.1:8000") as lens:
    maps = lens.activations(drawing, preprocess="none")
    weights = lens.weights()

# Row 10, column 12 of the third map of conv1, computed here.
window = maps["input"][:, 10:15, 12:17]
value = np.sum(weights["conv1.weight"][2] * window) + weights["conv1.bias"][2]
print("the same:", np.isclose(value, maps["conv1"][2, 10, 12], rtol=1e-5, atol=1e-6))
