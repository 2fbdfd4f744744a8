"""The service under Ray Serve, with as many replicas of the application as there are requests to answer.

    HOST=0.0.0.0 PORT=8000 python -m app.deploy.ray_serve      a Ray of its own, until Ctrl-C
    serve run app.deploy.ray_serve:build max_replicas=8        on a running Ray

Every replica creates the application from the settings of the environment. Needs Ray: requirements/ray.lock.
"""

import os
from collections.abc import Mapping

import ray
from ray import serve
from ray.serve.config import AutoscalingConfig, HTTPOptions

from app.main import create_app
from app.settings import load_settings


def build(arguments: Mapping[str, str]) -> serve.Application:
    """Return the application for Ray Serve; the arguments are `min_replicas` and `max_replicas`."""
    replicas = {"min_replicas": 1, "max_replicas": 4} | {name: int(text) for name, text in arguments.items()}
    deployment = serve.deployment(
        serve.ingress(create_app)(), name="lenet-lens", autoscaling_config=AutoscalingConfig(**replicas)
    )
    return deployment.bind()


def main() -> None:
    """Start Ray and serve until Ctrl-C."""
    settings = load_settings()
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(include_dashboard=False)
    serve.start(http_options=HTTPOptions(host=settings.host, port=settings.port))
    serve.run(build({}), blocking=True)


if __name__ == "__main__":
    main()
