"""Lints the OpenAPI document by Redocly and Spectral, makes clients in Python and TypeScript and a
Postman collection of it, and lets each of them pay before the app in memory: `make clients`.

The tools go into `.local/clients`, some 150 MB, and none of them into what is deployed or tested
elsewhere. The collection stays in `build/`, for who likes it.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chalicelib.core.values import seoul_date
from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS
from chalicelib.web import reference
from infra.localcloud.install import UV
from tests import builders
from tests.screens.served import a_stack, served

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
HOME = ROOT / ".local" / "clients"
TOOLS = HOME / "node_modules" / ".bin"
KEPT_TOOLS = ROOT / "node_modules" / ".bin"
COLLECTION = ROOT / "build" / "onmin-till.postman_collection.json"
NODE_TOOLS = (
    "@redocly/cli@2.77.0",
    "@stoplight/spectral-cli@6.16.3",
    "openapi-fetch@0.17.0",
    "openapi-to-postmanv2@6.3.3",
)
PYTHON_TOOLS = ("openapi-python-client==0.29.1",)
COLLECTED = {
    "folderStrategy": "Tags",
    "parametersResolution": "Example",
    "disableOptionalParameters": "true",
}
LOCAL_STACK = "http://127.0.0.1:4566/api"
A_DAY = "3019 try_again captured partially_canceled 1000 try_again net_canceled 1981 1000"
"""What a validation says would be left; a lost answer, its repeat, a part given back, what remains
of it; another lost answer, its net-cancel and what that gave back; the day's sum."""
PAID_BY_COLLECTION = "captured 4500"


def main() -> None:
    logging.disable()  # What the app logs of it would hide what is said.
    HOME.mkdir(parents=True, exist_ok=True)
    with _timed("tools"):
        _run("npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", HOME, *NODE_TOOLS)
    whole = document(OPERATIONS)
    (HOME / "openapi.json").write_text(json.dumps(whole, ensure_ascii=False))
    with _timed("lint"):
        _lint()
    with _timed("Python"):
        _check(_python_says(), A_DAY)
    with _timed("TypeScript"):
        _check(_typescript_says(), A_DAY)
    with _timed("Postman"):
        _check(_collection_says(), PAID_BY_COLLECTION)


def _lint() -> None:
    (HOME / ".spectral.yaml").write_text('extends: ["spectral:oas"]\n')
    _run(TOOLS / "redocly", "lint", "openapi.json", "--format=summary")
    _run(TOOLS / "spectral", "lint", "openapi.json")


def _python_says() -> str:
    _python("openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none",
            "--output-path", "generated", "--overwrite")  # fmt: skip
    with _till() as given:
        return _python("python", HERE / "till.py", *given)


def _typescript_says() -> str:
    _run(KEPT_TOOLS / "openapi-typescript", "openapi.json", "--default-non-nullable=false",
         "-o", "openapi.d.ts")  # fmt: skip
    shutil.copy(HERE / "till.mts", HOME)
    _run(KEPT_TOOLS / "tsc", "--strict", "--module", "nodenext", "--target", "es2022", "till.mts")
    with _till() as given:
        return _run("node", "till.mjs", *given)


def _collection_says() -> str:
    """Of what a till calls alone: of all it would be ten times as large."""
    source = HOME / "till.json"
    source.write_text(json.dumps(_document_of_a_till(), ensure_ascii=False))
    COLLECTION.parent.mkdir(exist_ok=True)
    options = ",".join(f"{name}={value}" for name, value in COLLECTED.items())
    _run(TOOLS / "openapi2postmanv2", "-s", source, "-o", COLLECTION, "-O", options)
    shutil.copy(HERE / "collection.mjs", HOME)
    with _till() as (address, key, _):
        return _run("node", "collection.mjs", COLLECTION, address, key)


def _document_of_a_till() -> dict[str, Any]:
    """With examples of whole bodies, which the converter takes; it invents them otherwise."""
    till = [operation for operation in OPERATIONS if operation.audience == "merchant"]
    made = document(till, server=LOCAL_STACK)
    for page in reference.calls(made).values():
        operation = made["paths"][page.path][page.method.lower()]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            content["example"] = page.body_example
    return made


@contextmanager
def _till() -> Iterator[tuple[str, str, str]]:
    """The address of a new county, the key of one of its shops, and today."""
    stack = a_stack()
    with served(stack) as address:
        yield address, builders.SHOP_KEY, str(seoul_date(stack.now))


def _check(said: str, expected: str) -> None:
    sys.stdout.write(f"  {said}\n")
    if said != expected:
        raise SystemExit(f"expected: {expected}")


@contextmanager
def _timed(part: str) -> Iterator[None]:
    began = time.monotonic()
    sys.stdout.write(f"{part}\n")
    yield
    sys.stdout.write(f"  {time.monotonic() - began:.0f} s\n")
    sys.stdout.flush()


def _python(*command: str | Path) -> str:
    tools = [part for tool in PYTHON_TOOLS for part in ("--with", tool)]
    return _run(UV, "run", "--quiet", "--no-project", "--isolated", *tools, *command)


def _run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=HOME,
        env={**os.environ, "PYTHONPATH": str(HOME)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    import tests.conftest  # noqa: F401  (the environment of tests)

    main()
