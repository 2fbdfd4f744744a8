import numpy as np
from lenet_lens import LeNetLens

with LeNetLens("http://127.0.0.1:8000") as lens:
    untrained = lens.using("lenet@0")
    gradients = untrained.gradients("digit.png", label=8, parameters=["fc3.bias"])
    step = untrained.training_steps("digit.png", label=8, learning_rate=0.01)

    old, new = untrained.weights(), lens.using(step["model"]).weights()
    computed = old["fc3.bias"] - 0.01 * gradients["fc3.bias"]
    print("the same:", np.allclose(computed, new["fc3.bias"], rtol=1e-5, atol=1e-7))

    steps = untrained.training_steps("digit.png", label=8, steps=100)
    print("the loss falls:", steps["losses"][-1] < steps["losses"][0])
    print("digit:", lens.using(steps["model"]).predict("digit.png").prediction.digit)
