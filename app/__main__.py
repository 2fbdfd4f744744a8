"""The command line."""

from __future__ import annotations

import os
import sys

from app.main import create_app
from app.settings import settings_from
from app.web.server import listen, serve

if __name__ == "__main__":
    settings = settings_from(os.environ)
    serve(
        create_app(settings),
        listen(settings.host, settings.port),
        lambda url: print(f"LeNet Lens: {url}", flush=True),
    )
    sys.exit(0)
