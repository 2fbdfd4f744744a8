"""LeNet Lens: every number of a LeNet, live while you draw."""
