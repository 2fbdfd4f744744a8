"""The HTTP API: `/api/v1`, the Open Inference Protocol under `/v2`, and health checks."""
