"""The pages, from templates that take no input of a visitor: the explorer, the API's reference and its first ten minutes."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.routing import Route

from app.web.caching import Kept
from app.web.formats import JSON
from app.web.modules import imported_modules
from app.web.openapi import DescribedApplication
from app.web.pretty_json import pretty
from app.web.problem_examples import EXAMPLES
from app.web.problems import KINDS, Kind, problem_document
from app.web.reference import reference

HTML = "text/html"


def template_environment(directory: Path) -> Environment:
    """Templates escape everything, and an unknown name is an error instead of an empty place."""
    environment = Environment(
        loader=FileSystemLoader(directory),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = words
    environment.filters["linked"] = linked
    return environment


def words(text: str) -> Markup:
    """A description with its `names` marked up as code."""
    pieces = str(escape(text)).split("`")
    marked = [f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces)]
    return Markup("".join(marked))  # noqa: S704 -- every piece was escaped above


def linked(text: str, names: Sequence[str]) -> Markup:
    """A type in words, in which each name of a schema leads to it."""
    pieces = re.split(rf"\b({'|'.join(map(re.escape, names))})\b", text)
    marked = [
        Markup('<a href="#schema-{0}">{0}</a>').format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    ]
    return Markup("").join(marked)


def _problems() -> list[tuple[Kind, list[str]]]:
    """Every kind of problem with its examples as JSON."""
    return [(kind, [pretty(problem_document(one)) for one in EXAMPLES[kind.slug]]) for kind in KINDS]


def page_routes(templates: Environment, static: Path, application: DescribedApplication) -> list[Route]:
    """Every page with its address; `static` is the folder that is served as /static."""

    def page(name: str, **values: Any) -> bytes:
        return templates.get_template(name).render(**values).encode()

    modules = [
        f"/static/{path.relative_to(static).as_posix()}"
        for path in imported_modules(static / "js" / "main.js")
    ]

    kept = {
        "/": Kept(lambda: page("explorer.html", modules=modules), HTML),
        "/docs": Kept(
            lambda: page("reference.html", api=reference(application.openapi()), problems=_problems()), HTML
        ),
        "/docs/ten-minutes": Kept(lambda: page("ten_minutes.html"), HTML),
        "/openapi.json": Kept(lambda: orjson.dumps(application.openapi()), JSON.media_types[0]),
    }
    return [Route(path, document.respond) for path, document in kept.items()]
