"""Which modules the page will need: named in its head, they are fetched at once instead of one import after the other."""

import re
from os.path import normpath
from pathlib import Path

IMPORT = re.compile(r'^(?:import|export)\b[^;"]*?\bfrom\s+"(\.[^"]+)"', re.MULTILINE)


def imported_modules(entry: Path) -> list[Path]:
    """The files that a JavaScript module imports, directly or not, in the order of reading; dynamic imports are left out.

    Raises:
        FileNotFoundError: a module imports what does not exist.
    """
    found, known = [entry], {str(entry)}
    for module in found:  # grows while it is read
        for target in IMPORT.findall(module.read_text(encoding="utf-8")):
            path = normpath(module.parent / target)
            if path not in known:
                known.add(path)
                found.append(Path(path))
    return found[1:]
