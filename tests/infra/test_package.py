"""What is in the zips: enough to run, and not much more."""

import ast
import json
import platform
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from chalicelib import route_table
from chalicelib.aws.functions import FUNCTIONS
from chalicelib.web import refusal_guide
from infra.deploy import package, slim
from infra.deploy.template import Resources, of_type

ROOT = Path(__file__).resolve().parents[2]
PACKAGE_BYTES_MAX = {"aarch64": 11_430_000, "x86_64": 11_720_000}
"""As this machine and its Python have it. To raise it is a decision: see 0066."""
UNZIPPED_BYTES_MAX = 45_000_000
NOBODY_LISTENS = {
    "AWS_DEFAULT_REGION": "ap-northeast-2",
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_MAX_ATTEMPTS": "1",
}

# Runs the handlers' modules with nothing but the package on the path: no site-packages (-S), no
# working directory (-I), and no AWS, as when Lambda starts them.
_IMPORT = """
import importlib, sys
sys.path[:0] = sys.argv[1:3]
for handler in sys.argv[4:]:
    module, _, name = handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name)), handler
assert "app" not in sys.modules or "app.app" in sys.argv, "a worker must not load the HTTP app"
if "app" not in sys.modules:
    # Where pydantic is loaded before, it asks for Powertools' parser, which is not packaged.
    import aws_lambda_powertools.utilities.batch
else:
    from chalicelib import snapshot
    snapshot.load()
    from botocore.exceptions import EndpointConnectionError
    from chalicelib.aws import clients
    for service in sys.argv[3].split(","):
        client = clients.client(service)
        called = 0
        for method, operation in client.meta.method_to_api_mapping.items():
            shape = client.meta.service_model.operation_model(operation).input_shape
            try:
                getattr(client, method)(
                    **{
                        name: {"structure": {}, "list": []}.get(shape.members[name].type_name, "x")
                        for name in (shape.required_members if shape else ())
                    }
                )
            except EndpointConnectionError:
                called += 1
                break
            except Exception:  # what it needs is no text
                continue
        assert called, service
"""

# What the package says to developers, and everything that our sources import anywhere in them.
_SAYS = """
import importlib, json, sys
sys.path[:0] = sys.argv[1:3]
for module, name in json.load(sys.stdin):
    found = importlib.import_module(module)
    if name is not None and not hasattr(found, name):
        importlib.import_module(f"{module}.{name}")
from chalicelib import route_table
from chalicelib.web import refusal_guide
notes = {c: r.note for c, r in refusal_guide.by_code(route_table.every_operation()).items()}
print(json.dumps([route_table.openapi_json(), notes]))
"""


@pytest.fixture(scope="module")
def unpacked(packaged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders `task` and `opt`, as Lambda has them."""
    folder = tmp_path_factory.mktemp("lambda")
    for name, target in (("deployment.zip", "task"), ("layer.zip", "opt")):
        with zipfile.ZipFile(packaged / name) as archive:
            archive.extractall(folder / target)
    return folder


def test_every_function_starts_from_the_package_alone(unpacked: Path, resources: Resources) -> None:
    """The API with all that its snapshot holds, and a call of each service; the workers one after
    another in one process, which finds a missing library as well as one for each."""
    services = ",".join(slim.AWS_SERVICES)
    handlers = {f["Handler"] for _, f in of_type(resources, "AWS::Serverless::Function")}
    assert len(handlers) == len(FUNCTIONS)
    for started in ({"app.app"}, handlers - {"app.app"}):
        paths = [str(unpacked / "task"), str(unpacked / "opt" / "python")]
        done = subprocess.run(
            [sys.executable, "-B", "-I", "-S", "-c", _IMPORT, *paths, services, *sorted(started)],
            capture_output=True,
            text=True,
            check=False,
            env=NOBODY_LISTENS,
        )

        assert done.returncode == 0, f"{started}\n{done.stderr}"


def imports() -> set[tuple[str, str | None]]:
    """(module, name) of every import in our sources that runs, wherever in them it stands."""
    found: set[tuple[str, str | None]] = set()
    for path in (ROOT / "chalicelib").rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                node.body.clear()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {(each.name, None) for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {(str(node.module), each.name) for each in node.names}
    return found


def test_the_package_has_what_the_sources_import_and_says_what_they_say(unpacked: Path) -> None:
    """Without sources and docstrings in it. What is trimmed of libraries shows here too."""
    sought = imports()
    assert ("aws_lambda_powertools.utilities.batch", "BatchProcessor") in sought
    paths = [str(unpacked / "task"), str(unpacked / "opt" / "python")]

    done = subprocess.run(
        [sys.executable, "-B", "-I", "-S", "-c", _SAYS, *paths],
        input=json.dumps(sorted(sought, key=str)),
        capture_output=True,
        text=True,
        check=False,
        env=NOBODY_LISTENS,
    )

    assert done.returncode == 0, done.stderr
    document, notes = json.loads(done.stdout)
    guide = refusal_guide.by_code(route_table.every_operation())
    assert json.loads(document) == json.loads(route_table.openapi_json())
    assert notes == {code: refusal.note for code, refusal in guide.items()}


def test_the_services_described_are_those_that_the_code_calls() -> None:
    sources = (ROOT / "chalicelib").rglob("*.py")
    called = {
        service
        for path in sources
        for service in re.findall(r'client\("([\w-]+)"', path.read_text())
    }

    assert called == set(slim.AWS_SERVICES)


def test_the_package_is_small(packaged: Path) -> None:
    zipped = sum((packaged / name).stat().st_size for name in ("deployment.zip", "layer.zip"))

    assert zipped <= PACKAGE_BYTES_MAX[platform.machine()]


def test_unpacked_it_is_far_below_lambdas_limit(unpacked: Path) -> None:
    assert sum(p.stat().st_size for p in unpacked.rglob("*")) <= UNZIPPED_BYTES_MAX


def test_bytecode_is_never_checked_against_its_source(unpacked: Path) -> None:
    """Lambda's folders are read-only: bytecode that is taken for stale is made at each start."""
    compiled = list(unpacked.rglob("*.pyc"))
    flags = {int.from_bytes(path.read_bytes()[4:8], "little") for path in compiled}

    assert len(compiled) > 500
    assert flags == {0b01}


def test_services_are_described_as_far_as_they_are_called(unpacked: Path) -> None:
    descriptions = list((unpacked / "opt/python/botocore/data").rglob("service-2.json.gz"))

    assert len(descriptions) == len(slim.AWS_SERVICES)
    assert sum(path.stat().st_size for path in descriptions) < 40_000


def test_tests_tools_and_infrastructure_stay_at_home(packaged: Path) -> None:
    with zipfile.ZipFile(packaged / "deployment.zip") as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert tops == {"app.pyc", "chalice", "chalicelib"}


def test_the_same_sources_make_the_same_bytes(packaged: Path, tmp_path: Path) -> None:
    package.build("local", tmp_path / "again")

    for name in ("deployment.zip", "layer.zip", "sam.yaml"):
        assert (tmp_path / "again" / name).read_bytes() == (packaged / name).read_bytes()
