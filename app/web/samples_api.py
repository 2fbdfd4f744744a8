"""MNIST's test digits under /api/v1/samples: something to draw on a page that would else be empty."""

import io
from collections.abc import Sequence
from typing import Any

import orjson
from PIL import Image
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.samples import FEATURED, Samples
from app.web.caching import Kept, kept_response
from app.web.formats import JSON, not_acceptable, require_json
from app.web.negotiation import preferred, whole_header
from app.web.problems import Problem, quoted
from app.web.query import SAMPLE_FORMAT, read_query, single

PNG_TYPE = "image/png"


class SamplesApi:
    """The handlers of the digits."""

    def __init__(self, samples: Samples, misread: Sequence[int]) -> None:
        self.samples = samples
        self.misread = misread
        self._kept_list = Kept(self._list, JSON.media_types[0])

    async def list_samples(self, request: Request) -> Response:
        """How many digits there are, a well-formed one of each kind, and which ones the network misreads."""
        read_query(request.scope["query_string"], ())
        require_json(request)
        response = await self._kept_list.respond(request)
        response.headers["Vary"] = "Accept, Accept-Encoding"
        return response

    async def get_sample(self, request: Request) -> Response:
        """One digit with its label, as numbers or as a picture."""
        query = read_query(request.scope["query_string"], (SAMPLE_FORMAT,))
        offers = {"json": JSON.media_types[0], "png": PNG_TYPE}
        named = single(query, SAMPLE_FORMAT)
        media_type = (
            offers[named]
            if named
            else preferred(whole_header(request.headers, "accept"), (*offers.values(),))
        )
        if media_type is None:
            raise not_acceptable((*offers.values(),))
        write = self._picture if media_type == PNG_TYPE else self._document
        body = await run_in_threadpool(write, request.path_params["index"])
        return kept_response(request, body, media_type)

    def _list(self) -> bytes:
        featured = [self._sample(index) for index in FEATURED]
        document = {"count": len(self.samples), "featured": featured, "misread": self.misread}
        return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY)

    def _document(self, text: str) -> bytes:
        return orjson.dumps(self._sample(self._index(text)), option=orjson.OPT_SERIALIZE_NUMPY)

    def _picture(self, text: str) -> bytes:
        file = io.BytesIO()
        Image.fromarray(self.samples.images[self._index(text)]).save(file, "PNG")
        return file.getvalue()

    def _sample(self, index: int) -> dict[str, Any]:
        return {
            "index": index,
            "label": int(self.samples.labels[index]),
            "pixels": self.samples.images[index],
        }

    def _index(self, text: str) -> int:
        count = len(self.samples)
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) < count):
            raise Problem("not-found", f"no sample {quoted(text)}; they are numbered 0 to {count - 1}")
        return int(text)
