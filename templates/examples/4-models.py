from lenet_lens import LeNetLens

with LeNetLens("http://127.0.0.1:8000") as lens:
    for name in ("lenet", "mlp", "lenet-1998"):
        print(name, lens.using(name).predict("digit.png").prediction.digit)

    for checkpoint in lens.checkpoints()[::20]:
        print(checkpoint["model"], f"{checkpoint['validation_accuracy']:.1%}")
