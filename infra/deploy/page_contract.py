"""What the scripts of the pages are checked against, as the app serves it.

Writes `openapi.json`, from which the types are made, and `words.json`, every table of words, into a
folder. Nothing of it is kept in the repository: a route that changes is seen by the next check.

Usage: python -m infra.deploy.page_contract build
"""

import json
import sys
from pathlib import Path

from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS
from chalicelib.web import words


def write(folder: Path) -> None:
    """Writes the two files into `folder`."""
    folder.mkdir(exist_ok=True)
    (folder / "openapi.json").write_text(json.dumps(document(OPERATIONS), ensure_ascii=False))
    (folder / "words.json").write_text(words.served("ko", *words.TABLES))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
