"""Headers that answers carry: what the page may load, who may embed it, what it tells others."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]

_FEATURES_NEVER_USED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_NO_DOCUMENTS = (
    b"text/javascript",
    b"text/css",
    b"application/octet-stream",
    b"application/vnd.safetensors",
    b"application/x-npz",
)
"""What only a page can use, under the page's own policy, a hundred of them in the first view; and what no browser shows."""

_ALWAYS: Headers = [(b"x-content-type-options", b"nosniff")]


def document_headers(frame_ancestors: str) -> Headers:
    """Everything comes from this server; the page may show pictures that it drew or was given itself."""
    policy = (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        f"frame-ancestors {frame_ancestors}"
    )
    permissions = ", ".join(f"{feature}=()" for feature in _FEATURES_NEVER_USED)
    return [
        *_ALWAYS,
        (b"content-security-policy", policy.encode("ascii")),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", permissions.encode("ascii")),
    ]


class SecurityHeaders:
    """ASGI middleware: add the same headers to every HTTP answer, errors included; what is no document needs but one."""

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self.app = app
        self.headers = document_headers(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; on the way out extend the first message of an HTTP answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = _ALWAYS if _is_no_document(message["headers"]) else self.headers
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _is_no_document(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    for name, value in headers:
        if name == b"content-type":
            return value.startswith(_NO_DOCUMENTS)
    return False
