"""Reads CloudFormation. The one reader for packaging, tests, bench and tools.

`hand_written` is what stands in `resources/*.yaml` alone; `ours` is that and what the
declarations of the functions bring, without what Chalice adds of its own: routes, roles, code.
"""

from collections.abc import Iterator, Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "infra" / "deploy" / "resources"

Template = dict[str, Any]
Resources = dict[str, dict[str, Any]]


# The one in C is four times as quick, and is there wherever PyYAML comes as a wheel.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]
    """Writes the short forms out: `!Ref X` is `{"Ref": "X"}`, `!Sub x` is `{"Fn::Sub": "x"}`."""


def _written_out(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _written_out)


def read(path: Path) -> Template:
    return parsed(path.read_text(encoding="utf-8"))


def parsed(text: str) -> Template:
    loaded: Template = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    return loaded


@cache
def hand_written() -> Template:
    return reduce(merged, (read(path) for path in sorted(RESOURCES.glob("*.yaml"))))


@cache
def ours() -> Template:
    """What `chalice package` is given to merge."""
    # Here: it imports the whole application, which readers of the table's definition do not want.
    from infra.deploy import api_integration, functions

    made = merged(hand_written(), functions.template())
    return merged(made, {"Resources": api_integration.resources()})


def merged(one: Mapping[str, Any], other: Mapping[str, Any], *, place: str = "") -> dict[str, Any]:
    """Both. `ValueError` where each says something of one place."""
    both = dict(one)
    for key, value in other.items():
        at = f"{place}/{key}"
        if key not in both:
            both[key] = value
        elif isinstance(both[key], Mapping) and isinstance(value, Mapping):
            both[key] = merged(both[key], value, place=at)
        else:
            raise ValueError(f"{at} is said twice")
    return both


def table_definition() -> dict[str, Any]:
    """What `create_table` needs, but for the table's name."""
    properties = hand_written()["Resources"]["AppTable"]["Properties"]
    names = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in names}


def of_type(resources: Resources, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(logical name, properties) of each resource of a type."""
    for name, resource in resources.items():
        if resource.get("Type") == kind:
            yield name, resource["Properties"]


def referred(value: Any) -> str:
    """The logical name in `!Ref X` or `!GetAtt X.Arn`."""
    return str(value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0])
