"""What the template that is deployed says of tables and queues."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

RESOURCES = Path(__file__).parents[1] / "infra" / "deploy" / "resources.yaml"


class _Template(yaml.SafeLoader):
    """Reads CloudFormation; what its functions would give does not matter here."""


def _plain(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_Template.add_multi_constructor("!", _plain)


@cache
def resources() -> dict[str, Any]:
    template = yaml.load(RESOURCES.read_text(), _Template)  # noqa: S506 - a SafeLoader
    found: dict[str, Any] = template["Resources"]
    return found


def deployed_definition() -> dict[str, Any]:
    """What `create_table` needs."""
    properties = resources()["AppTable"]["Properties"]
    names = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in names}
