"""Clients that do their worst: each kind is a function that makes one attempt on a connection of its own.

`python -m app.benchmarks.abuse_clients URL SECONDS COUNT` runs so many of them for so long, all kinds in turn, and prints how
often each was answered with what, as JSON. Attempts are bounded in number, bytes and time.
"""

import asyncio
import io
import json
import os
import sys
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from PIL import Image

from app.imaging import Limits

MODEL = "/api/v1/models/lenet"
MOST_ATTEMPTS = 200
MOST_BYTES = 64 * 1024 * 1024
TRICKLE = 0.5
"""Seconds between two bytes of a slow client."""

Send = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of client: what it sends, whether it waits for an answer, and whether it takes one."""

    send: Send
    waits: bool = True
    takes: bool = True


def head(path: str, media_type: str, *more: str) -> bytes:
    """The headers of a request with a body."""
    lines = [f"POST {path} HTTP/1.1", "Host: lens", f"Content-Type: {media_type}", *more, "", ""]
    return "\r\n".join(lines).encode()


def empty_picture(side: int) -> bytes:
    """A PNG of black pixels: a thousandth of what it unpacks to."""
    file = io.BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    return file.getvalue()


def bomb() -> bytes:
    """A PNG that says it has ten thousand million pixels."""
    small = empty_picture(8)
    header = b"IHDR" + (100_000).to_bytes(4) * 2 + small[24:29]
    return small[:12] + header + zlib.crc32(header).to_bytes(4) + small[33:]


async def trickle(writer: asyncio.StreamWriter, start: bytes) -> None:
    """Send a beginning, then a byte at a time without an end."""
    writer.write(start)
    while not writer.is_closing():
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(TRICKLE)


async def slow_headers(writer: asyncio.StreamWriter) -> None:
    """Headers without an end, a byte at a time."""
    await trickle(writer, b"POST / HTTP/1.1\r\nHost: lens\r\nX: ")


async def slow_body(writer: asyncio.StreamWriter) -> None:
    """A body without an end, a byte at a time."""
    await trickle(writer, head(f"{MODEL}/predictions", "image/png", "Content-Length: 1000000"))


async def huge_body(writer: asyncio.StreamWriter) -> None:
    """A body without an end, as fast as it is taken."""
    writer.write(head(f"{MODEL}/predictions", "image/png", "Transfer-Encoding: chunked"))
    for _ in range(MOST_BYTES // 65_536):
        writer.write(b"10000\r\n" + bytes(65_536) + b"\r\n")
        await writer.drain()


async def silence(_writer: asyncio.StreamWriter) -> None:
    """A connection that says nothing."""


async def asking(writer: asyncio.StreamWriter) -> None:
    """Asking for every weight again and again."""
    request = f"GET {MODEL}/weights HTTP/1.1\r\nHost: lens\r\n\r\n".encode() * 100
    for _ in range(MOST_BYTES // len(request)):
        writer.write(request)
        await writer.drain()


async def nothing_taken(writer: asyncio.StreamWriter) -> None:
    """A question of some hundred bytes with an answer of 37 MB, and no look at it."""
    tensor = {
        "name": "pixels",
        "shape": [256, 1, 1],
        "datatype": "UINT8",
        "parameters": {"binary_data_size": 256},
    }
    question = json.dumps({"inputs": [tensor]}).encode()
    lengths = f"Inference-Header-Content-Length: {len(question)}", f"Content-Length: {len(question) + 256}"
    writer.write(
        head("/v2/models/lenet/infer", "application/octet-stream", *lengths) + question + bytes(range(256))
    )
    while not writer.is_closing():
        await writer.drain()
        await asyncio.sleep(TRICKLE)
        writer.write(b"\r\n")  # by which it learns whether it was hung up on


def once(path: str, media_type: str, body: bytes) -> Send:
    """One request that is as it should be, apart from what it brings."""
    request = head(path, media_type, f"Content-Length: {len(body)}") + body

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(request)
        await writer.drain()

    return send


def kinds() -> Mapping[str, Kind]:
    """Every kind by what is said of it."""
    path, png, text = f"{MODEL}/predictions", "image/png", "application/json"
    largest = empty_picture(int(Limits().max_pixels ** 0.5))
    deep = b'{"pixels":' + b"[" * 500_000 + b"]" * 500_000 + b"}"
    many = json.dumps({"pictures": [[[column * 9 for column in range(28)]] * 28] * 256}).encode()
    return {
        "headers a byte at a time": Kind(slow_headers),
        "bodies a byte at a time": Kind(slow_body),
        "bodies without an end": Kind(huge_body),
        "nothing at all": Kind(silence),
        "answers not taken": Kind(asking, takes=False),
        "37 MB not taken": Kind(nothing_taken, takes=False),
        "10,000 million pixels": Kind(once(path, png, bomb())),
        "the largest picture allowed": Kind(once(path, png, largest)),
        "broken pictures": Kind(once(path, png, largest[: len(largest) // 2])),
        "JSON 500,000 deep": Kind(once(path, text, deep)),
        "batches of 256, abandoned": Kind(once(path, text, many), waits=False),
    }


async def outcome(kind: Kind, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    """Make one attempt: the status of its answer, or how it ended without one."""
    sending = asyncio.ensure_future(kind.send(writer))
    try:
        if kind.waits and kind.takes:
            line = await reader.readline()
            return line.split()[1].decode() if line else "closed"
        await sending
        return "left" if kind.takes else "closed"
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def attempts(kind: Kind, url: str, seconds: float) -> Counter[str]:
    """One client: attempt after attempt until the time is over."""
    address = urlsplit(url)
    found: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and found.total() < MOST_ATTEMPTS:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        try:
            async with asyncio.timeout(left):
                found[await outcome(kind, reader, writer)] += 1
        except TimeoutError:
            found["still open"] += 1
        except OSError:
            found["closed"] += 1
        finally:
            writer.transport.abort()
    return found


async def do_their_worst(url: str, seconds: float, count: int) -> dict[str, Counter[str]]:
    """So many clients at once, of all kinds in turn; what came of each kind."""
    bad = list(kinds().items())
    clients = [bad[at % len(bad)] for at in range(count)]
    found = await asyncio.gather(*(attempts(kind, url, seconds) for _, kind in clients))
    told: dict[str, Counter[str]] = {}
    for (name, _), counts in zip(clients, found, strict=True):
        told[name] = told.get(name, Counter()) + counts
    return told


if __name__ == "__main__":
    os.nice(10)  # what is measured is the server, not who of its clients gets the processor
    print(json.dumps(asyncio.run(do_their_worst(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))))
