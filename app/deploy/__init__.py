"""The service on many machines: Kubernetes, Ray Serve, and a Ray Data job for millions of pictures."""
