from lenet_lens import LeNetLens

with LeNetLens("http://127.0.0.1:8000") as lens:
    untrained = lens.using("lenet@0")
    step = untrained.training_steps("digit.png", label=8, steps=100)
    print("the loss falls:", step["losses"][-1] < step["losses"][0])

    trained = lens.using(step["model"])
    print("digit:", trained.predict("digit.png").prediction.digit)
