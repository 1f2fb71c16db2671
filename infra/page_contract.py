"""What the scripts of the pages are checked against, as the app serves it.

Writes `openapi.json`, from which the types are made, and `words.json`, every table of words, into a
folder. Nothing of it is kept in the repository: a route that changes is seen by the next check.

Usage: python -m infra.page_contract build
"""

import json
import sys
from pathlib import Path

import app
from chalicelib.api.openapi import document
from chalicelib.web import words


def write(folder: Path) -> None:
    """Writes the two files into `folder`."""
    assert app.app.routes  # Assembled: only then are all operations described.
    folder.mkdir(exist_ok=True)
    (folder / "openapi.json").write_text(json.dumps(document(), ensure_ascii=False))
    (folder / "words.json").write_text(words.served("ko", *words.TABLES))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
