"""What the scripts of the pages are checked against, as the app serves it.

Writes `openapi.json`, from which the types are made, and `words.json`, every table of words, into a
folder. Nothing of it is kept in the repository: a route that changes is seen by the next check.

Usage: python -m infra.deploy.page_contract build
"""

import json
import sys
from pathlib import Path
from typing import Any

from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS
from chalicelib.web import words


def write(folder: Path) -> None:
    """Writes the two files into `folder`."""
    folder.mkdir(exist_ok=True)
    described = _what_pages_read(document(OPERATIONS))
    (folder / "openapi.json").write_text(json.dumps(described, ensure_ascii=False))
    (folder / "words.json").write_text(words.served("ko", *words.TABLES))


def _what_pages_read(described: dict[str, Any]) -> dict[str, Any]:
    """Without refusals and the headers of answers, for which the pages have no types: to make and
    read those took half of the time."""
    for operations in described["paths"].values():
        for operation in operations.values():
            operation["responses"] = {
                status: {name: value for name, value in answer.items() if name != "headers"}
                for status, answer in operation["responses"].items()
                if status.startswith("2")
            }
    return described


if __name__ == "__main__":
    write(Path(sys.argv[1]))
