"""The JavaScript modules that a module imports, so that a page can preload them all at once."""

import re
from os.path import normpath
from pathlib import Path

IMPORT = re.compile(r'^(?:import|export)\b[^;"]*?\bfrom\s+"(\.[^"]+)"', re.MULTILINE)


def imported_modules(entry: Path) -> list[Path]:
    """Return the files that a JavaScript module imports, directly or indirectly, without dynamic imports.

    Raises:
        FileNotFoundError: A module imports a file that does not exist.
    """
    found, known = [entry], {str(entry)}
    for module in found:  # grows while it is iterated
        for target in IMPORT.findall(module.read_text(encoding="utf-8")):
            path = normpath(module.parent / target)
            if path not in known:
                known.add(path)
                found.append(Path(path))
    return found[1:]
