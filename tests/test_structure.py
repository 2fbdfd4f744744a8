"""The shape of the code: sizes, import directions and where state may live.

A limit is a prompt to look. Code that reads better whole stands in ``WHOLE`` with its reason.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.settings import ROOT

PYTHON = sorted((ROOT / "app").rglob("*.py"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))

MOST_FUNCTION_LINES = 40
MOST_FILE_LINES = 300
MOST_PARAMETERS = 5

# file → why it stays whole.
WHOLE = {
    "app/client.py": "one file that people copy into projects of their own",
}

# What each part of the application may import from the application; the rest is below or beside it.
PYTHON_LAYERS = {
    "app/lenet": {"app.lenet"},
    "app/idx.py": set(),
    "app/imaging": {"app.imaging"},
    "app/samples.py": {"app.idx"},
    "app/settings.py": set(),
    "app/training": {"app.lenet", "app.imaging", "app.idx", "app.training", "app.samples"},
    "app/api": {"app.lenet", "app.imaging", "app.samples", "app.settings", "app.api"},
}

# A static import or re-export, however many lines it takes, and a dynamic import of a literal.
IMPORT = re.compile(
    r'^(?:import|export)\b[^;"]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"', re.MULTILINE
)

# Each folder of the page may import from the folders named here.
SCRIPT_LAYERS = {
    "lib": {"lib"},
    "text": {"text", "lib"},
    "model": {"model", "lib"},
    "ink": {"ink", "lib"},
    "api": {"api", "lib", "model", "ink"},
    "lessons": {"lessons", "model", "lib"},
    "state": {"state", "lessons", "api", "ink", "model", "text", "lib"},
    "views": {"views", "lessons", "ink", "model", "text", "lib"},
}


def imported_modules(path: Path) -> set[str]:
    """The application's modules that a Python file imports when it is itself imported."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name == "app" or name.startswith("app.")}


def test_functions_stay_small() -> None:
    """No function of the application is too long (without its docstring) or has too many parameters."""
    found = []
    for path in PYTHON:
        nodes = ast.walk(ast.parse(path.read_text()))
        for function in (one for one in nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            lines = (function.end_lineno or 0) - body[0].lineno + 1 if body else 0
            names = [one.arg for one in function.args.args + function.args.kwonlyargs]
            parameters = len(names) - (names[:1] in (["self"], ["cls"]))
            if lines > MOST_FUNCTION_LINES or parameters > MOST_PARAMETERS:
                place = f"{path.relative_to(ROOT)}:{function.name}"
                found.append(f"{place}: {lines} lines, {parameters} parameters")
    assert found == []


def test_files_stay_small() -> None:
    """No file of the application, of tests or of the page outgrows what can be read at once."""
    files = [*PYTHON, *(ROOT / "tests").rglob("*.py"), *SCRIPTS, *(ROOT / "static/css").glob("*.css")]
    counts = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in files}
    assert {name: n for name, n in counts.items() if n > MOST_FILE_LINES and name not in WHOLE} == {}


@pytest.mark.parametrize("layer", sorted(PYTHON_LAYERS))
def test_python_imports_point_one_way(layer: str) -> None:
    """A part of the application imports only what lies below it."""
    allowed = PYTHON_LAYERS[layer]
    below = [path for path in PYTHON if path.relative_to(ROOT).as_posix().startswith(layer)]
    assert below, f"no file lies under {layer}"
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in below
        for name in imported_modules(path) - {"app"}
        if not any(name == module or name.startswith(module + ".") for module in allowed)
    ]
    assert wrong == []


def test_modules_hold_no_mutable_state() -> None:
    """Module level binds constants, types and functions only: nothing there changes later."""
    wrong = []
    for path in PYTHON:
        for node in ast.parse(path.read_text()).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            wrong += [
                f"{path.relative_to(ROOT)}:{target.lineno} {target.id}"
                for target in targets
                if isinstance(target, ast.Name)
                and not re.fullmatch(r"_?[A-Z][A-Za-z0-9_]*|__all__|router|logger", target.id)
            ]
            if any(isinstance(child, ast.Global) for child in ast.walk(node)):
                wrong.append(f"{path.relative_to(ROOT)}: global statement")
    assert wrong == []


def test_script_imports_point_one_way() -> None:
    """A folder of the page imports only folders below it, relatively and with file endings."""
    wrong = []
    for path in SCRIPTS:
        parts = path.relative_to(ROOT / "static/js").parts
        for target in ("".join(found) for found in IMPORT.findall(path.read_text())):
            place = f"{path.relative_to(ROOT)} imports {target}"
            if not target.startswith(".") or not target.endswith((".js", ".mjs")):
                wrong.append(place)
                continue
            resolved = (path.parent / target).resolve()
            if not resolved.is_file():
                wrong.append(f"{place}, which does not exist")
            elif len(parts) > 1 and (ROOT / "static/js") in resolved.parents:
                folder = resolved.relative_to(ROOT / "static/js").parts
                if len(folder) > 1 and folder[0] not in SCRIPT_LAYERS[parts[0]]:
                    wrong.append(place)
    assert wrong == []


def test_scripts_keep_state_in_one_place() -> None:
    """Only state/signals.js has bindings at module level that can be assigned again."""
    wrong = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in SCRIPTS
        if path.relative_to(ROOT / "static/js").as_posix() != "state/signals.js"
        for line in path.read_text().splitlines()
        if re.match(r"(export\s+)?(let|var)\s", line)
    ]
    assert wrong == []


def test_no_private_api_is_imported() -> None:
    """No module of the application imports a private name of a third party."""
    private = re.compile(r"^\s*(?:from|import)\s.*(?:\._|import _(?!_future__))", re.MULTILINE)
    assert [path.name for path in PYTHON if private.search(path.read_text())] == []


def test_no_machine_or_registry_is_named() -> None:
    """No committed text names a package registry's host, so that every file works behind any mirror."""
    hosts = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.(org|com)|deb\.debian\.org")
    texts = [ROOT / name for name in ("requirements/package-lock.json", "Makefile", "Dockerfile", ".ci/run")]
    texts += [*PYTHON, *SCRIPTS, *ROOT.glob("*.md"), *ROOT.glob("requirements/*.lock")]
    assert [str(path.relative_to(ROOT)) for path in texts if hosts.search(path.read_text())] == []
