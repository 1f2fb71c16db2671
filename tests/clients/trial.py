"""Lints the OpenAPI document by Redocly and Spectral, makes a Python client and a Postman
collection of it, and pays with the client, before the app in memory. `make clients` runs it.

The tools go into `.local/clients`, some 110 MB, and none of them into what is deployed or tested
elsewhere. The pages' own scripts are a TypeScript client of the same document: `make check-js`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS
from infra.localcloud.install import UV
from tests import builders
from tests.screens.served import a_stack, served

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".local" / "clients"
NODE_TOOLS = ("@redocly/cli@2.77.0", "@stoplight/spectral-cli@6.16.3", "openapi-to-postmanv2@6.3.3")
PYTHON_TOOLS = ("openapi-python-client==0.29.1",)
PAID = "try_again captured partially_canceled 1000"
"""The first answer is lost, its repeat says that it is paid, a part is given back."""


def main() -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / "openapi.json").write_text(json.dumps(document(OPERATIONS), ensure_ascii=False))
    (HOME / ".spectral.yaml").write_text('extends: ["spectral:oas"]\n')
    _run("npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", HOME, *NODE_TOOLS)
    _run(HOME / "node_modules/.bin/redocly", "lint", "openapi.json", "--format=summary")
    _run(HOME / "node_modules/.bin/spectral", "lint", "openapi.json")
    _run(HOME / "node_modules/.bin/openapi2postmanv2", "-s", "openapi.json", "-o", "postman.json")
    assert json.loads((HOME / "postman.json").read_text())["item"]
    _python("openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none",
            "--output-path", "generated", "--overwrite")  # fmt: skip
    with served(a_stack()) as address:
        said = _python("python", ROOT / "tests/clients/pay.py", address, builders.SHOP_KEY)
    sys.stdout.write(f"the generated client says: {said}\n")
    assert said.splitlines()[-1] == PAID, said


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
