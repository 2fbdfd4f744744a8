"""Which representation a client wants (RFC 9110, 12.5.1), and what kind of body it sent."""

from collections.abc import Sequence

from starlette.datastructures import Headers


def whole_header(headers: Headers, name: str) -> str:
    """A header that is a list, whose lines are one list when joined by commas (RFC 9110, 5.3); empty if there is none."""
    lines = headers.getlist(name)
    return lines[0] if len(lines) == 1 else ", ".join(lines)


def media_type_of(content_type: str) -> str:
    """The bare media type of a Content-Type header: lower case, without parameters."""
    return content_type.partition(";")[0].strip().lower()


def preferred(accept: str, offers: Sequence[str]) -> str | None:
    """The offer that an Accept header likes best, the first of equals; None if it allows none of them."""
    ranges = [read_weighted(item) for item in accept.split(",") if item.strip()]
    if not ranges:
        return offers[0]
    qualities = [_quality(offer, ranges) for offer in offers]
    best = max(qualities)
    return offers[qualities.index(best)] if best > 0 else None


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip, and does not like plain text better (RFC 9110, 12.5.3)."""
    qualities = dict(read_weighted(item) for item in accept_encoding.split(",") if item.strip())
    for coding in ("gzip", "x-gzip", "*"):
        if coding in qualities:
            return qualities[coding] > 0 and qualities[coding] >= qualities.get("identity", 0)
    return False


def read_weighted(item: str) -> tuple[str, float]:
    """One item of a list of preferences and its quality; a quality that is no number counts as 0."""
    media_range, *parameters = item.split(";")
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            quality = _read_quality(value.strip())
    return media_range.strip().lower(), quality


def _read_quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the offer."""
    kind = offer.partition("/")[0]
    for wanted in (offer, f"{kind}/*", "*/*"):
        matching = [quality for media_range, quality in ranges if media_range == wanted]
        if matching:
            return max(matching)
    return 0.0
