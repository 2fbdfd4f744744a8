"""A stand-in for curl where there is none: the few options that the examples use, sent with httpx.

`python -m tests.curl [-sSf] [-o FILE | -O] [-H HEADER] [--data TEXT | --data-binary @FILE | -F NAME=@FILE] ADDRESS`
"""

import argparse
import sys
from pathlib import Path

import httpx


def main(arguments: list[str]) -> int:
    """Send one request; 22 if the answer is an error and `-f` was given, as curl has it."""
    parser = argparse.ArgumentParser(prog="curl")
    parser.add_argument("address")
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-S", action="store_true")
    parser.add_argument("-f", action="store_true")
    parser.add_argument("-o", type=Path)
    parser.add_argument("-O", action="store_true")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-F", action="append", default=[])
    parser.add_argument("--data")
    parser.add_argument("--data-binary")
    given = parser.parse_args(arguments)
    headers = dict(line.split(": ", 1) for line in given.H)
    parts = [part.split("=@", 1) for part in given.F]
    files = [(name, (path, Path(path).read_bytes())) for name, path in parts]
    content = given.data.encode() if given.data else None
    if given.data_binary:
        content = Path(given.data_binary.removeprefix("@")).read_bytes()
    method = "POST" if files or content is not None else "GET"
    answer = httpx.request(method, given.address, headers=headers, content=content, files=files or None)
    file = Path(given.address.rpartition("/")[2]) if given.O else given.o
    if file:
        file.write_bytes(answer.content)
    else:
        sys.stdout.buffer.write(answer.content)
    return 22 if given.f and answer.is_error else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
