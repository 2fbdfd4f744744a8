"""What came of a request, noted as its answer goes by: for those who write it down, and those who count it."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOBODY_LEFT = 499
"""The status of a request whose client left before it was answered; nginx's number, which is never sent."""


class Outcome:
    """Status, bytes and seconds of one request; the clock runs from here."""

    def __init__(self) -> None:
        self.status = NOBODY_LEFT
        self.bytes = 0
        self.turned_away = False
        self.began = time.perf_counter()

    def seconds(self) -> float:
        """How long ago it began."""
        return time.perf_counter() - self.began

    async def of(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer, and note what it sends; an exception is noted as status 500 and goes on."""

        async def send_and_note(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                if self.status == 503:  # who is to come again was refused for load
                    self.turned_away = any(name == b"retry-after" for name, _ in message["headers"])
            else:
                self.bytes += len(message.get("body", b""))
            await send(message)

        try:
            await app(scope, receive, send_and_note)
        except Exception:
            self.status = 500
            raise
