"""What can be reached from outside is listed, in the template as CloudFormation makes it.

That is after SAM's transform, which adds resources that no file of ours names.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws.functions import FUNCTIONS
from infra.deploy import deploy, doors, functions, runtime
from infra.deploy.change_sets import DeploymentFailedError
from infra.deploy.releases import Releases, digest_of
from infra.deploy.template import Resources, Template, of_type, referred
from tests.infra.played_account import PlayedAccount

RESOURCES_MAX = 500
TEMPLATE_BYTES_MAX = 1_000_000
"""CloudFormation's own limits, of a template that comes by a bucket."""


RUNNING = """\
Parameters:
  Stage:
    Type: String
  Release:
    Type: String
Transform: AWS::Serverless-2016-10-31
Resources:
  RestAPI:
    Type: AWS::Serverless::Api
    Properties:
      Name: !Sub onmin-${Stage}
      StageName: api
      OpenApiVersion: '2.0'
      MethodSettings:
        - {HttpMethod: '*', ResourcePath: /*, ThrottlingRateLimit: 77, ThrottlingBurstLimit: 99}
      DefinitionBody: {swagger: '2.0', paths: {/v1/of-another-version: {get: {}}}}
"""


@pytest.fixture(scope="module")
def translated(template: Template) -> Template:
    return doors.translated(template)


@pytest.fixture(scope="module")
def made(translated: Template) -> Resources:
    found: Resources = translated["Resources"]
    return found


def test_the_api_is_served_at_one_stage_and_it_has_the_throttle(made: Resources) -> None:
    [(name, stage)] = doors.stages(made).items()
    assert name == "api"
    [settings] = stage["MethodSettings"]
    assert (settings["HttpMethod"], settings["ResourcePath"]) == ("*", "/*")
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (2000, 4000)
    deployments = [p for _, p in of_type(made, "AWS::ApiGateway::Deployment")]
    assert [p for p in deployments if "StageName" in p] == []


def test_its_requests_are_the_routes_of_the_app_and_no_others(made: Resources) -> None:
    """A wrong method of a path reaches the app too, which answers 405."""
    served = functions.application().routes
    routes = {(m, path) for path, methods in served.items() for m in methods}
    assert len(routes) > 90
    assert doors.requests(made) == routes | {("ANY", path) for path in served}


def test_functions_are_called_by_the_api_and_the_clock_alone(made: Resources) -> None:
    callers = doors.callers(made)
    by_clock = {f for f, service in callers if service == "events.amazonaws.com"}
    assert callers - {(f, "events.amazonaws.com") for f in by_clock} == {
        ("APIHandlerAliaslive", "apigateway.amazonaws.com")
    }
    assert "APIHandler" not in by_clock
    for _, permission in of_type(made, "AWS::Lambda::Permission"):
        assert permission["SourceArn"]


def test_the_api_calls_what_has_a_snapshot_and_nothing_of_it_goes_past_that(
    made: Resources,
) -> None:
    """The function itself, which Chalice names, is its newest code without a snapshot."""
    [(alias, live)] = of_type(made, "AWS::Lambda::Alias")
    [(version, published)] = of_type(made, "AWS::Lambda::Version")
    assert referred(live["FunctionName"]) == referred(published["FunctionName"]) == "APIHandler"
    assert referred(live["FunctionVersion"]) == version
    assert made["APIHandler"]["Properties"]["SnapStart"] == {"ApplyOn": "PublishedVersions"}
    # Each that stays costs.
    assert made[version]["DeletionPolicy"] == "Delete"

    [(_, api)] = of_type(made, "AWS::ApiGateway::RestApi")
    called = re.findall(r"functions/\$\{(.*?)\}/invocations", json.dumps(api["Body"]))
    assert len(called) == len(doors.requests(made))
    assert set(called) == {alias}


def test_the_runtime_is_the_named_one_whatever_python_packages(made: Resources) -> None:
    functions = dict(of_type(made, "AWS::Lambda::Function"))
    assert len(functions) == len(FUNCTIONS)
    assert {function["Runtime"] for function in functions.values()} == {runtime.NAME}
    # Before that there are no snapshots, and Amazon Linux 2 cannot load the wheels.
    assert runtime.VERSION >= (3, 12)


def test_a_restored_table_comes_with_a_new_version_of_what_is_behind_an_alias(
    template: Template,
) -> None:
    """A version keeps the variables that it was published with, and SAM alone would not make one
    when a parameter changes: the API would go on with the table of before."""
    ids = set()
    for suffix in ("", "-restored"):
        digest = digest_of("template", {"TableSuffix": suffix})
        given = {"TableSuffix": suffix, "ReleaseDigest": digest}
        resources = doors.translated(template, **given)["Resources"]
        [(version, _)] = of_type(resources, "AWS::Lambda::Version")
        ids.add(version)
        # Without a change of the function Lambda would publish nothing.
        assert resources["APIHandler"]["Properties"]["Description"] == digest

    assert len(ids) == 2


def test_no_function_has_an_address_and_no_resource_is_open_to_everybody(made: Resources) -> None:
    assert doors.function_urls(made) == []
    assert doors.open_statements(made) == []
    assert [n for n, r in made.items() if r["Type"].startswith("AWS::ApiGatewayV2")] == []


def test_a_door_that_is_added_is_seen() -> None:
    everybody = {"Effect": "Allow", "Sid": "Open", "Principal": {"AWS": "*"}, "Action": "s3:*"}
    added: Resources = {
        "Url": {"Type": "AWS::Lambda::Url", "Properties": {}},
        "Policy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"PolicyDocument": {"Statement": [everybody]}},
        },
    }
    assert doors.function_urls(added) == ["Url"]
    assert doors.open_statements(added) == [("Policy", "Open")]


def test_nobody_makes_an_account_of_staff_for_himself(made: Resources) -> None:
    [(_, pool)] = of_type(made, "AWS::Cognito::UserPool")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_the_access_log_says_what_was_asked_and_not_by_whom(made: Resources) -> None:
    [stage] = doors.stages(made).values()
    assert referred(stage["AccessLogSetting"]["DestinationArn"]) == "AccessLogs"
    written = json.loads(stage["AccessLogSetting"]["Format"])
    assert set(re.findall(r"\$context\.([\w.]+)", json.dumps(written))) == {
        "requestId",
        "requestTime",
        "httpMethod",
        # The route with its placeholders. `path` would have a member's id.
        "resourcePath",
        "status",
        "responseLatency",
        "integrationLatency",
        "responseLength",
        "error.responseType",
    }


def test_the_api_waits_for_the_role_that_writes_its_log(made: Resources) -> None:
    """Without it AWS refuses the stage. It is the account's, so it stays when a stage goes."""
    assert made["RestAPI"]["DependsOn"] == ["GatewayAccount"]
    for name in ("GatewayAccount", "GatewayLogRole"):
        assert made[name]["DeletionPolicy"] == "Retain"


def test_it_is_within_the_limits_of_cloudformation(translated: Template, made: Resources) -> None:
    assert len(made) <= RESOURCES_MAX
    assert len(json.dumps(translated).encode()) <= TEMPLATE_BYTES_MAX


def test_the_table_itself_refuses_to_delete_or_change_what_is_written_once(
    made: Resources,
) -> None:
    condition, _, policy = made["AppTable"]["Properties"]["ResourcePolicy"]["Fn::If"]
    deleted, changed = policy["PolicyDocument"]["Statement"]
    assert condition == "IsLocal"
    for statement in (deleted, changed):
        keys: Any = statement["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"]
        assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
        assert {"*#WALLET#*", "*#AUDIT", "*#ROWKEY#*", "*#PAYOUTS"} <= set(keys)
    assert "dynamodb:DeleteItem" in deleted["Action"]
    assert changed["Action"] == "dynamodb:UpdateItem"
    # A purchase changes a budget beside an entry, in one transaction: that must not be refused.
    assert changed["Condition"]["Null"] == {"dynamodb:EnclosingOperation": "true"}


def test_what_is_shown_is_of_the_release_that_runs_whatever_is_checked_out() -> None:
    account = PlayedAccount({"running.yaml": {"RestAPI": ("AWS::ApiGateway::RestApi", 1)}})
    bucket, stack = deploy.bucket_of(account), deploy.stack_of(account, "prod")
    bucket.ensure()
    with pytest.raises(DeploymentFailedError, match="No release of prod runs here"):
        doors.deployed(account, "prod")

    bucket.put("running.yaml", RUNNING.encode())
    now = datetime(2026, 11, 29, tzinfo=UTC)
    proposal = Releases(bucket, stack).propose(
        "running.yaml", {"Stage": "prod"}, now=now, commit="0123456789ab"
    )
    assert proposal is not None
    stack.execute(proposal)

    which, template = doors.deployed(account, "prod")
    resources = doors.translated(template)["Resources"]
    assert "runs in prod" in which
    assert "0123456789ab" in which
    [settings] = doors.stages(resources)["api"]["MethodSettings"]
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (77, 99)
    assert doors.requests(resources) == {("GET", "/v1/of-another-version")}
