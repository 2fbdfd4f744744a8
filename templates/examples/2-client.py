from lenet_lens import LeNetLens, LeNetLensError

with LeNetLens("http://127.0.0.1:8000") as lens:
    print("digit:", lens.predict("digit.png").prediction.digit)

    maps = lens.activations("digit.png")
    print("pool1:", maps["pool1"].shape, maps["pool1"].dtype)

    unit = lens.explain("digit.png", "pool1/3/5/7")[0]
    print("max of 4:", unit.output == max(source.value for source in unit.sources))

    try:
        lens.explain("digit.png", "pool1/3/5/99")
    except LeNetLensError as error:
        print(error)
