from lenet_lens import LeNetLens

with LeNetLens("http://127.0.0.1:8000") as lens:
    run = lens.start_training(batches=100, seed=1)
    first, *_, last = lens.watch_training(run["id"])
    print("batches:", first["batch"], "to", last["batch"])
    print("more digits are read:", last["accuracy"] > first["accuracy"])

    trained = lens.using(last["model"])
    print("digit:", trained.predict("digit.png").prediction.digit)
