from lenet_lens import LeNetLens
from safetensors.numpy import save

with LeNetLens("http://127.0.0.1:8000") as lens:
    weights = lens.weights()
    weights["fc3.bias"][3] = 100

    created = lens.create_model(save(weights))
    print("layers:", len(created["layers"]))

    changed = lens.using(created["name"])
    print("digit:", changed.predict("digit.png").prediction.digit)
