"""A stage that is closed runs nothing; opened, it runs as before: on the local cloud's Lambda, and
what the template promises for it."""

import json
from collections.abc import Iterator

import pytest

from chalicelib.aws.functions import FUNCTIONS, Messages
from infra.deploy import closure, functions
from infra.deploy.change_sets import Stack
from infra.deploy.closure import Closure
from infra.localcloud.deployment import Deployment
from infra.localcloud.ministack import MiniStack, free_port

_CODE = "def handler(event, context):\n    return 'it ran'\n"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Two functions, one of which takes messages."""
    running = MiniStack(tmp_path_factory.mktemp("cloud"), free_port())
    running.start()
    cloud = Deployment(running.endpoint_url)
    s3 = cloud.client("s3")
    s3.create_bucket(
        Bucket="closure", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"}
    )
    s3.put_object(Bucket="closure", Key="template.json", Body=json.dumps(_template()).encode())
    made = Stack(cloud, "closure")
    proposal = made.propose(
        "first", template_url=cloud.url_of("closure", "template.json"), parameters={}, tags={}
    )
    assert proposal is not None
    made.execute(proposal)
    yield made
    running.stop()


def _template() -> dict[str, object]:
    role = "arn:aws:iam::000000000000:role/any"
    function = {"Runtime": "python3.11", "Handler": "index.handler", "Role": role}
    return {
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "closure"}},
            "Api": {
                "Type": closure.FUNCTION,
                "Properties": {
                    **function,
                    "FunctionName": "api",
                    "Timeout": 30,
                    "Code": {"ZipFile": _CODE},
                },
            },
            "Consumer": {
                "Type": closure.FUNCTION,
                "Properties": {
                    **function,
                    "FunctionName": "consumer",
                    "Timeout": 120,
                    "Code": {"ZipFile": _CODE},
                },
            },
            "Messages": {
                "Type": closure.MAPPING,
                "Properties": {
                    "FunctionName": {"Ref": "Consumer"},
                    "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]},
                },
            },
        }
    }


def test_a_closed_stage_runs_nothing_and_an_open_one_as_before(stack: Stack) -> None:
    service = stack.account.client("lambda")
    [mapping] = stack.physical_ids(closure.MAPPING)

    def state() -> str:
        found: str = service.get_event_source_mapping(UUID=mapping)["State"]
        return found

    for _ in range(2):
        assert Closure(stack).close() == 120
        with pytest.raises(service.exceptions.TooManyRequestsException):
            service.invoke(FunctionName="api")
        assert state() == "Disabled"
    for _ in range(2):
        Closure(stack).open()
        assert service.invoke(FunctionName="api")["Payload"].read() == b'"it ran"'
        assert state() == "Enabled"


def test_only_what_takes_messages_has_room_of_its_own() -> None:
    """Opening takes the bound of all others away."""
    made = functions.template()["Resources"]
    for name, function in FUNCTIONS.items():
        [properties] = [
            each["Properties"]
            for each in made.values()
            if each.get("Properties", {}).get("FunctionName")
            == {"Fn::Sub": f"onmin-${{Stage}}-{name.replace('_', '-')}"}
        ]
        takes_messages = isinstance(function.trigger, Messages)
        assert ("ReservedConcurrentExecutions" in properties) == takes_messages, name
