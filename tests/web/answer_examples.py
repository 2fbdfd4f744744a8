"""The answers that the documents show: asked of the running service, and shortened.

`python -m tests.web.answer_examples` writes them anew, after a change of the answers or of the weights.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import tempfile
from pathlib import Path
from typing import Any

import httpx
import orjson

from app.settings import ROOT
from app.web.openapi import ANSWER_EXAMPLES
from app.web.pretty_json import pretty
from app.web.reference import SERVER
from tests.curl import main as curl
from tests.serving import serving
from tests.web.pictures import digit, file_of

SNIPPETS = ROOT / "templates" / "snippets"
PRINTED = ROOT / "templates" / "printed"
FEW, SHORT = 2, 10


def shortened(value: Any) -> Any:
    """A JSON value with long lists cut: of numbers and texts ten are a short list, of other things two."""
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    if not isinstance(value, list):
        return value
    flat = not any(isinstance(one, (dict, list)) for one in value)
    kept = value if len(value) <= (SHORT if flat else FEW) else value[: SHORT // 2 if flat else FEW]
    return [shortened(one) for one in kept]


def asked_of(path: str, operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Address and contents of the request that the reference shows for an operation: its examples, and a digit where a picture is asked for."""
    query: dict[str, str] = {}
    for one in operation.get("parameters", []):
        if "example" not in one:
            continue
        text = ",".join(one["example"]) if isinstance(one["example"], list) else str(one["example"])
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", text)
        else:
            query[one["name"]] = text
    content = operation.get("requestBody", {}).get("content", {})
    if "image/png" in content:
        return path, {"params": query, "content": file_of(digit()), "headers": {"Content-Type": "image/png"}}
    if content:
        example = next(iter(content["application/json"]["examples"].values()))["value"]
        return path, {"params": query, "json": example}
    return path, {"params": query}


def answers_of(client: httpx.Client, document: dict[str, Any]) -> dict[str, Any]:
    """What every operation answers to it, shortened, by the operation's id."""
    found = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "head":
                address, sent = asked_of(path, operation)
                answer = client.request(method, address, **sent).raise_for_status()
                found[operation["operationId"]] = shortened(orjson.loads(answer.content))
    return found


def printed_by(snippet: Path, url: str) -> str:
    """What a snippet for the shell prints in the current folder, as it comes."""
    text = snippet.read_text().replace(SERVER, url).replace("\\\n", "")
    with tempfile.TemporaryFile() as file, contextlib.redirect_stdout(io.TextIOWrapper(file, "utf-8")) as out:
        for line in text.splitlines():
            curl(shlex.split(line)[1:])
        out.flush()
        file.seek(0)
        return file.read().decode()


def as_shown(printed: str) -> str:
    """What a snippet prints as the page shows it: each line's JSON, shortened and opened; a line by itself stays one."""
    lines = [shortened(orjson.loads(line)) for line in printed.splitlines()]
    if len(lines) == 1:
        return pretty(lines[0])
    return "\n".join(orjson.dumps(line).decode() for line in lines)


def main() -> None:
    """Write all of them."""
    with serving() as server, httpx.Client() as client, tempfile.TemporaryDirectory() as folder:
        client.base_url = httpx.URL(server.url)
        ANSWER_EXAMPLES.write_text(pretty(answers_of(client, client.get("/openapi.json").json())) + "\n")
        PRINTED.mkdir(exist_ok=True)
        os.chdir(folder)
        for snippet in sorted(SNIPPETS.glob("*.sh")):
            text = printed_by(snippet, server.url)
            if text:
                (PRINTED / f"{snippet.name}.txt").write_text(as_shown(text) + "\n")


if __name__ == "__main__":
    main()
