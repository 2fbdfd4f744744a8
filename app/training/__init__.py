"""Training: data, augmentation, optimiser, loop and evaluation; and the live runs that the server offers (`runs`)."""
