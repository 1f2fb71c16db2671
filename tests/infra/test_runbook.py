"""What the runbook says to type can be typed: AWS's own description knows each command and option,
the Makefile each target, and each module is there."""

import importlib.util
import re
import shlex
from collections.abc import Iterator

import botocore.session
import pytest
from botocore import xform_name

from infra.deploy.template import ROOT

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
TYPED = [" ".join(each.split()) for each in re.findall(r"`([^`]+)`", RUNBOOK)]
OF_THE_CLI = {"--cli-binary-format", "--region", "--output", "--query"}
"""Options of the command itself, of no operation."""
COPIES = ("aws s3 sync", "aws configure")


def commands() -> Iterator[str]:
    for each in TYPED:
        found = re.search(r"(?:^|&& |=\S+ )(aws [a-z].*)", each)
        if found and not found[1].startswith(COPIES):
            yield found[1]


def test_there_are_commands_to_check() -> None:
    assert len(list(commands())) >= 8


@pytest.mark.parametrize("command", list(commands()))
def test_aws_knows_the_command_with_its_options(command: str) -> None:
    _, service, operation, *words = shlex.split(command.replace("…", "X"))
    model = botocore.session.get_session().get_service_model(service)
    by_name = {xform_name(name, "-"): name for name in model.operation_names}
    assert operation in by_name, f"{service} has no {operation}"
    shape = model.operation_model(by_name[operation]).input_shape
    assert shape is not None
    options = {f"--{xform_name(name, '-')}" for name in shape.members}
    given = {word for word in words if word.startswith("--")}
    assert given <= options | OF_THE_CLI
    needed = {f"--{xform_name(name, '-')}" for name in shape.required_members}
    assert needed <= given


def test_make_knows_each_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = {
        name
        for line in re.findall(r"^([a-z][\w -]*):", makefile, re.MULTILINE)
        for name in line.split()
    }
    asked = {found for each in TYPED for found in re.findall(r"(?:^|\s)make ([a-z-]+)", each)}
    assert {"deploy", "rollback", "restore", "backup", "close", "open", "verify"} <= asked
    assert asked <= targets


def test_each_module_that_is_run_is_there() -> None:
    asked = {found for each in TYPED for found in re.findall(r"python3? -m ([\w.]+)", each)}
    assert "infra.deploy.seed_county" in asked
    assert [name for name in asked if importlib.util.find_spec(name) is None] == []
