"""The service under Ray Serve: the same application, in as many replicas as there are requests to answer.

    PORT=8000 python -m app.deploy.ray_serve                a Ray of its own on this machine, until Ctrl-C
    serve run app.deploy.ray_serve:entry most=8             on a Ray that runs, which then listens where that Ray says

Needs Ray, whose set is in requirements-ray.lock. Every replica is a process that makes the application from the settings of
the environment, as `python -m app serve` does. Ray's proxy hands a request to a replica that has begun few
enough; one that no replica has begun yet goes to another if its replica dies.
"""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ray
from ray import serve
from ray.serve.config import AutoscalingConfig, HTTPOptions
from starlette.types import ASGIApp

from app.deploy.ray_start import start_ray
from app.lenet.errors import LenetError
from app.main import create_app
from app.settings import Settings, settings_from
from app.web.model import load_model
from app.web.server import address_of, listen

TARGET = 4
"""Requests being answered for each replica that there should be; more of them bring more replicas."""
SECONDS_TO_FINISH = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """How many replicas there are at least and at most, and how many requests one of them has begun at most.

    The other requests wait in the proxy, from where they can still go elsewhere.
    """

    least: int = 1
    most: int = 4
    ongoing: int = 16


def application(settings: Settings, scale: Scale) -> serve.Application:
    """The application as a deployment whose replicas take one processor each."""

    def build() -> ASGIApp:
        return create_app(settings)

    deployment = serve.deployment(
        serve.ingress(build)(),
        name="lenet-lens",
        ray_actor_options={"num_cpus": 1},
        max_ongoing_requests=scale.ongoing,
        graceful_shutdown_timeout_s=SECONDS_TO_FINISH,
        autoscaling_config=AutoscalingConfig(
            min_replicas=scale.least,
            max_replicas=scale.most,
            initial_replicas=scale.least,
            target_ongoing_requests=min(TARGET, scale.ongoing),
        ),
    )
    return deployment.bind()


def entry(arguments: Mapping[str, str]) -> serve.Application:
    """What `serve run` and a Serve configuration file name; the arguments are the fields of `Scale`."""
    return application(
        settings_from(os.environ), Scale(**{name: int(text) for name, text in arguments.items()})
    )


def main(arguments: Sequence[str]) -> int:
    """Start a Ray that lives as long as this process and listens on this machine alone; serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m app.deploy.ray_serve", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    cores = os.cpu_count() or 1
    shown = "(default: %(default)s)"
    parser.add_argument("--least", type=int, default=1, help=f"replicas at rest {shown}")
    parser.add_argument("--most", type=int, default=cores, help=f"replicas under load {shown}")
    parser.add_argument(
        "--ongoing", type=int, default=16, help=f"requests that one replica begins at once {shown}"
    )
    scale = Scale(**vars(parser.parse_args(arguments)))
    try:
        settings = settings_from(os.environ)
        load_model(settings.weights)  # what is wrong with it is told here in a line, and not by every replica
        lens = application(settings, scale)
    except (ValueError, LenetError) as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    start_ray(max(cores, scale.most))
    with listen(settings.host, settings.port) as listener:
        address, port = address_of(listener), listener.getsockname()[1]
    serve.start(http_options=HTTPOptions(host=settings.host, port=port))
    serve.run(lens, route_prefix="/")
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())  # now, as Ray puts its own in place
    print(f"LeNet Lens: {address}  (Ctrl-C stops it)", flush=True)
    stopped.wait()
    serve.shutdown()
    ray.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
