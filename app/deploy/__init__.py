"""The service on many machines: a Kubernetes manifest, a Ray Serve entry, and a Ray Data job for millions of pictures."""
