"""The package as it would be deployed, made once for all tests of this folder."""

from pathlib import Path

import pytest

from infra.deploy import package
from infra.deploy.template import Resources, Template, read


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sam.yaml, deployment.zip and layer.zip of the local stage."""
    out = tmp_path_factory.mktemp("package") / "local"
    package.build("local", out)
    return out


@pytest.fixture(scope="session")
def template(packaged: Path) -> Template:
    return read(packaged / "sam.yaml")


@pytest.fixture(scope="session")
def resources(template: Template) -> Resources:
    found: Resources = template["Resources"]
    return found
