"""Training: data, augmentation, optimiser, loop and evaluation; live runs for the server (`runs`)."""
