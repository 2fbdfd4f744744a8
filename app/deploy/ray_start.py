"""A Ray of one's own on this machine: it calls nobody, lives as long as the process that starts it, and keeps no token."""

import logging
import os
import secrets

import ray


def start_ray(processors: int) -> None:
    """Start it; `RAY_ADDRESS` names one that runs already."""
    if os.environ.get("RAY_ADDRESS"):
        ray.init(log_to_driver=False)
        return
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # else Ray keeps one in the home folder
    ray.init(
        num_cpus=processors,
        include_dashboard=False,
        log_to_driver=False,
        logging_level=logging.ERROR,
        _node_ip_address="127.0.0.1",  # else Ray would look for a way out of this machine
    )
