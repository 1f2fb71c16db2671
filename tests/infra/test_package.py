"""What is in the zips: enough to run, and not much more."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.deploy import package, slim
from infra.deploy.template import Resources, of_type

ROOT = Path(__file__).resolve().parents[2]
PACKAGE_BYTES_MAX = 13_150_000
UNZIPPED_BYTES_MAX = 60_000_000

# Runs a handler's module with nothing but the package on the path: no site-packages (-S), no
# working directory (-I), and no AWS, as when Lambda starts it.
_IMPORT = """
import importlib, sys
sys.path[:0] = sys.argv[1:3]
module = importlib.import_module(sys.argv[3])
assert callable(getattr(module, sys.argv[4])), sys.argv[4]
assert sys.argv[3] == "app" or "app" not in sys.modules, "a worker must not load the HTTP app"
import boto3
for service in sys.argv[5].split(","):
    boto3.client(service, region_name="x", aws_access_key_id="x", aws_secret_access_key="x")
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
    services = ",".join(slim.AWS_SERVICES)
    for _, function in of_type(resources, "AWS::Serverless::Function"):
        module, _, handler = function["Handler"].rpartition(".")
        paths = [str(unpacked / "task"), str(unpacked / "opt" / "python")]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _IMPORT, *paths, module, handler, services],
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, f"{function['Handler']}\n{done.stderr}"


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

    assert zipped <= PACKAGE_BYTES_MAX


def test_unpacked_it_is_far_below_lambdas_limit(unpacked: Path) -> None:
    assert sum(p.stat().st_size for p in unpacked.rglob("*")) <= UNZIPPED_BYTES_MAX


def test_bytecode_is_never_checked_against_its_source(unpacked: Path) -> None:
    """Lambda's folders are read-only: bytecode that is taken for stale is made at each start."""
    compiled = list(unpacked.rglob("*.pyc"))
    flags = {int.from_bytes(path.read_bytes()[4:8], "little") for path in compiled}

    assert len(compiled) > 500
    assert flags == {0b01}


def test_tests_tools_and_infrastructure_stay_at_home(packaged: Path) -> None:
    with zipfile.ZipFile(packaged / "deployment.zip") as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert tops == {"app.py", "__pycache__", "chalice", "chalicelib"}


def test_the_same_sources_make_the_same_bytes(packaged: Path, tmp_path: Path) -> None:
    package.build("local", tmp_path / "again")

    for name in ("deployment.zip", "layer.zip", "sam.yaml"):
        assert (tmp_path / "again" / name).read_bytes() == (packaged / name).read_bytes()
