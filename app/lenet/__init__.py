"""The network: operations, architecture, forward pass, gradients and explanation; it knows nothing of the web."""
