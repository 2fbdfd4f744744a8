"""The HTML pages: rendered once per start from templates that take no input of a visitor."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route


def template_environment(directory: Path) -> Environment:
    """Templates escape everything, and an unknown name is an error instead of an empty place."""
    return Environment(
        loader=FileSystemLoader(directory),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_routes(templates: Environment) -> list[Route]:
    """Every page with its address."""

    async def explorer(_request: Request) -> Response:
        return HTMLResponse(
            templates.get_template("explorer.html").render(), headers={"cache-control": "no-cache"}
        )

    return [Route("/", explorer, name="explorer")]
