"""Headers that every answer carries: what the page may load, who may embed it, what it tells others."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FEATURES_NEVER_USED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def security_headers(frame_ancestors: str) -> list[tuple[bytes, bytes]]:
    """Everything comes from this server; the page may show pictures that it drew or was given itself."""
    policy = (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        f"frame-ancestors {frame_ancestors}"
    )
    permissions = ", ".join(f"{feature}=()" for feature in _FEATURES_NEVER_USED)
    return [
        (b"content-security-policy", policy.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", permissions.encode("ascii")),
    ]


class SecurityHeaders:
    """ASGI middleware: add the same headers to every HTTP answer, errors included."""

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self.app = app
        self.headers = security_headers(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; on the way out extend the first message of an HTTP answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.headers]
            await send(message)

        await self.app(scope, receive, send_with_headers)
