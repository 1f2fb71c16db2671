"""The package as it would be deployed, made once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml

from infra.deploy import package

Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sam.yaml, deployment.zip and layer.zip of the local stage."""
    out = tmp_path_factory.mktemp("package") / "local"
    package.build("local", out)
    return out


@pytest.fixture(scope="session")
def template(packaged: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = cfn_yaml.load(str(packaged / "sam.yaml"))
    return loaded


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> Resources:
    found: Resources = template["Resources"]
    return found


def of_type(resources: Resources, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(logical name, properties) of each resource of a type."""
    for name, resource in resources.items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]


def referred(value: Any) -> str:
    """The logical name in `!Ref X` or `!GetAtt X.Arn`."""
    if "Ref" in value:
        return str(value["Ref"])
    target = value["Fn::GetAtt"]
    return str(target[0] if isinstance(target, list) else target.split(".")[0])
