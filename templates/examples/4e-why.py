from lenet_lens import LeNetLens

with LeNetLens("http://127.0.0.1:8000") as lens:
    found = lens.attributions("digit.png", "integrated-gradients", against=3)
    why, lead = found["attribution"], found.about["score"] - found.about["baseline_score"]
    print("pixels:", why.shape)
    print("they add up:", abs(why.sum() - lead) < 0.01 * abs(lead))

    places = lens.attributions("digit.png", "occlusion", window=5)["class_scores"]
    print("read without a square:", sorted(set(places.argmax(axis=2).ravel().tolist())))
