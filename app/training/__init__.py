"""How the weights are made: data, augmentation, optimiser, loop and evaluation; never imported by the server."""
