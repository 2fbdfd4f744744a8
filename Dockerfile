# Two stages: the first installs what the lock names, the second holds only what runs.
FROM python:3.13-slim AS build
WORKDIR /srv
COPY requirements/run.lock ./
RUN python -m venv .venv
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r run.lock

FROM python:3.13-slim
WORKDIR /srv
RUN useradd --system --uid 10001 --no-create-home lens
COPY --from=build /srv/.venv .venv
COPY app app
COPY static static
COPY templates templates
COPY model_weights model_weights
ENV HOST=0.0.0.0 PORT=8000 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8000
USER 10001
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD [".venv/bin/python", "-c", "import os, urllib.request as request; request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
CMD [".venv/bin/python", "-m", "app", "serve"]
