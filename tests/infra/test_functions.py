"""Functions are what their declarations say, and nothing that is not declared is packaged."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chalice import Blueprint

from chalicelib.aws import rights
from chalicelib.aws.functions import FUNCTIONS, Function, Messages, Requests, Schedule, declare
from chalicelib.aws.worker import worker
from infra.deploy import committed_template, functions, package, policies, template
from infra.deploy.template import Template, of_type, referred

SCHEDULE = Schedule("cron(0 3 * * ? *)", missed="Nothing was wished")
RENEW = "another template than the committed one: `make template`, and read the diff"


def a_function(*may: rights.Right, trigger: Schedule | Messages = SCHEDULE) -> Function:
    return Function(trigger=trigger, timeout_seconds=60, memory_mb=256, may=may)


@pytest.fixture
def undo() -> Iterator[None]:
    """Takes back what a test declares."""
    before, sources = dict(FUNCTIONS), list(functions.application().event_sources)
    yield
    FUNCTIONS.clear()
    FUNCTIONS.update(before)
    functions.application().event_sources[:] = sources


def test_the_template_is_the_one_that_was_reviewed(template: Template) -> None:
    assert committed_template.text(template) == committed_template.PATH.read_text(), RENEW


def test_what_is_deployed_has_the_same_template_for_its_own_processor() -> None:
    packaged = package.packaged_template("prod")

    assert committed_template.text(packaged) == committed_template.PATH.read_text(), RENEW
    for _, function in of_type(packaged["Resources"], "AWS::Serverless::Function"):
        assert function["Architectures"] == ["arm64"]


def test_stages_differ_in_nothing_but_what_they_are_called() -> None:
    """So the template of one, above, is that of the other."""
    stages = json.loads((template.ROOT / ".chalice" / "config.json").read_text())["stages"]

    assert stages["dev"] == stages["prod"]


def test_a_function_that_declares_nothing_stops_the_packaging(undo: None) -> None:
    blueprint = Blueprint("tests.infra.test_functions")
    blueprint.schedule("cron(0 3 * * ? *)")(lambda event: None)
    functions.application().register_blueprint(blueprint)

    with pytest.raises(functions.DeclarationError, match="no declaration of: <lambda>"):
        functions.policies()


def test_a_declaration_that_is_not_registered_stops_it_too(undo: None) -> None:
    declare("count_sheep", a_function())

    with pytest.raises(functions.DeclarationError, match="not registered: count_sheep"):
        functions.template()


def test_two_functions_cannot_have_one_name(undo: None) -> None:
    with pytest.raises(ValueError, match="expire_lots"):
        declare("expire_lots", a_function())


def test_two_functions_cannot_share_a_queue(undo: None) -> None:
    FUNCTIONS["expire_lots"] = FUNCTIONS["run_grants"]

    with pytest.raises(functions.DeclarationError, match="one queue"):
        functions.template()


def test_a_right_to_a_queue_that_nobody_reads_stops_the_packaging(undo: None) -> None:
    FUNCTIONS["expire_lots"] = a_function(rights.Queue("letter").send())

    with pytest.raises(functions.DeclarationError, match="LetterQueue"):
        functions.template()


def test_api_gateway_calls_no_worker() -> None:
    declaration = a_function()._replace(trigger=Requests())

    with pytest.raises(ValueError, match="schedule, by messages or by new items"):
        worker(Blueprint("elsewhere"), declaration)


def test_every_index_and_every_kind_of_item_in_a_right_exists() -> None:
    table = template.table_definition()
    indexes = {index["IndexName"] for index in table["GlobalSecondaryIndexes"]}
    model = (template.ROOT / "docs" / "data-model.md").read_text()
    asked = [right for function in FUNCTIONS.values() for right in function.may]
    places = {place for right in asked for place in right.resources}
    kinds = {kind for right in asked for kind in right.kinds}

    assert {p.rpartition("/")[2] for p in places if "/index/" in p} == indexes
    assert kinds
    for kind in kinds:
        assert f"#{kind}" in model


def test_rights_of_one_purpose_are_one_statement_over_all_their_resources() -> None:
    sends = [rights.Queue("signup").send(), rights.Queue("grant").send()]
    (_, sent, _) = policies.policy(sends, log_group="Logs")["Statement"]

    assert sent["Action"] == ["sqs:SendMessage"]
    assert [referred(resource) for resource in sent["Resource"]] == ["SignupQueue", "GrantQueue"]


def test_rights_of_one_purpose_do_not_mix_their_conditions() -> None:
    """Joined, each would get the other's partitions."""
    mixed = [rights.TABLE.put("TOTALS"), rights.TABLE.put("ROOTS")]

    with pytest.raises(ValueError, match="WriteItems"):
        policies.policy(mixed, log_group="Logs")


def test_what_is_written_by_hand_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="/Outputs/TableName/Value"):
        template.merged(template.hand_written(), {"Outputs": {"TableName": {"Value": "other"}}})


PACKAGED = """
import json
from infra.deploy import package
print(json.dumps(package.packaged_template("prod")))
"""

NEW_WORKER = '''
"""Wishes that citizens send."""

from typing import Any

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages
from chalicelib.aws.rights import TABLE
from chalicelib.aws.worker import each_record, worker

wishes = Blueprint(__name__)


@worker(
    wishes,
    Function(
        trigger=Messages(
            queue="wish",
            batch_size=1,
            concurrency=5,
            local_concurrency=2,
            late_after_seconds=600,
        ),
        timeout_seconds=20,
        memory_mb=256,
        may=(TABLE.put("WISHES"),),
    ),
)
def grant_wishes(event: SQSEvent, adapters: Adapters) -> Any:
    return each_record(event, print)
'''


def test_a_new_worker_is_its_module_and_its_registration(tmp_path: Path) -> None:
    """The recipe of CONTRIBUTING, followed: two files, and everything a worker needs is there."""
    for folder in ("chalicelib", "infra", ".chalice"):
        shutil.copytree(template.ROOT / folder, tmp_path / folder)
    shutil.copyfile(template.ROOT / "app.py", tmp_path / "app.py")
    application = tmp_path / "chalicelib" / "application.py"
    listed = application.read_text().replace(
        "WORKERS = {", 'WORKERS = {"wishes.worker": "wishes", '
    )
    (tmp_path / "chalicelib" / "wishes").mkdir()
    (tmp_path / "chalicelib" / "wishes" / "worker.py").write_text(NEW_WORKER)
    application.write_text(listed)

    done = subprocess.run(
        [sys.executable, "-c", PACKAGED], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    packaged: Template = json.loads(done.stdout)

    before = template.read(committed_template.PATH)
    added = packaged["Resources"].keys() - before["Resources"].keys()
    assert added == {
        "GrantWishes",
        "GrantWishesErrors",
        "GrantWishesLogs",
        "GrantWishesRole",
        "GrantWishesThrottles",
        "WishDeadLetters",
        "WishDeadLettersDepth",
        "WishQueue",
        "WishQueueAge",
    }
    assert packaged["Outputs"].keys() - before["Outputs"].keys() == {
        "WishDeadLettersUrl",
        "WishQueueUrl",
    }
    variables = packaged["Globals"]["Function"]["Environment"]["Variables"]
    assert referred(variables["WISH_QUEUE_URL"]) == "WishQueue"
    source = packaged["Resources"]["GrantWishes"]["Properties"]["Events"]
    assert referred(source["GrantWishesSqsEventSource"]["Properties"]["Queue"]) == "WishQueue"
