"""An AWS account that is played: CloudFormation that can fail, functions that stop, and buckets."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

Row = dict[str, Any]


def refusal(code: str, message: str, status: int = 400) -> ClientError:
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        },  # type: ignore[arg-type]
        "Played",
    )


@dataclass
class PlayedAccount:
    """`resources`: what each template makes, by its name in the bucket: name → (type, version)."""

    resources: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    poll_seconds: float = 0.0
    wait_seconds_max: float = 5.0
    settled: int = 0

    def __post_init__(self) -> None:
        self.cloudformation = PlayedCloudFormation(self)
        self.s3 = PlayedS3()
        self.functions = PlayedLambda()

    def client(self, service: str) -> Any:
        played = {
            "cloudformation": self.cloudformation,
            "lambda": self.functions,
            "s3": self.s3,
            "sts": self,
        }
        return played[service]

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/operator"}

    def url_of(self, bucket: str, key: str) -> str:
        return f"https://{bucket}.example/{key}"

    def settle(self) -> None:
        self.settled += 1

    def environment(self) -> dict[str, str]:
        return {}


class PlayedS3:
    def __init__(self) -> None:
        self.buckets: dict[str, dict[str, bytes]] = {}
        self.public_access_blocked: set[str] = set()
        self.versioned: set[str] = set()
        self.foreign: set[str] = set()

    def head_bucket(self, *, Bucket: str) -> None:  # noqa: N803
        if Bucket in self.foreign:
            raise refusal("403", "Forbidden", 403)
        if Bucket not in self.buckets:
            raise refusal("404", "Not Found", 404)

    def create_bucket(self, *, Bucket: str, **_: Any) -> None:  # noqa: N803
        self.buckets[Bucket] = {}

    def put_public_access_block(self, *, Bucket: str, **options: Any) -> None:  # noqa: N803
        if all(options["PublicAccessBlockConfiguration"].values()):
            self.public_access_blocked.add(Bucket)

    def put_bucket_versioning(self, *, Bucket: str, **_: Any) -> None:  # noqa: N803
        self.versioned.add(Bucket)

    def get_paginator(self, name: str) -> Any:
        assert name == "list_object_versions"
        return self

    def paginate(self, **_: Any) -> list[Row]:
        return [{}]

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803
        self.buckets[Bucket][Key] = Body

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        if Key not in self.buckets.get(Bucket, {}):
            raise refusal("NoSuchKey", "no such key", 404)
        return {"Body": io.BytesIO(self.buckets[Bucket][Key])}


@dataclass
class PlayedFunction:
    timeout: int = 30
    reserved: int | None = None


@dataclass
class PlayedMapping:
    """Of a queue's messages to a function. A change takes until the next look but one."""

    function: str
    state: str = "Enabled"
    looks: int = 0


class PlayedLambda:
    def __init__(self) -> None:
        self.functions: dict[str, PlayedFunction] = {}
        self.mappings: dict[str, PlayedMapping] = {}

    @property
    def is_closed(self) -> bool:
        """Whether nothing runs that somebody calls or a queue brings."""
        fed = {mapping.function for mapping in self.mappings.values()}
        return all(self.functions[n].reserved == 0 for n in self.functions.keys() - fed) and all(
            mapping.state == "Disabled" for mapping in self.mappings.values()
        )

    def get_function_configuration(self, *, FunctionName: str) -> Row:  # noqa: N803
        return {"Timeout": self.functions[FunctionName].timeout}

    def get_function_concurrency(self, *, FunctionName: str) -> Row:  # noqa: N803
        reserved = self.functions[FunctionName].reserved
        return {} if reserved is None else {"ReservedConcurrentExecutions": reserved}

    def put_function_concurrency(self, *, FunctionName: str, **asked: Any) -> None:  # noqa: N803
        self.functions[FunctionName].reserved = asked["ReservedConcurrentExecutions"]

    def delete_function_concurrency(self, *, FunctionName: str) -> None:  # noqa: N803
        self.functions[FunctionName].reserved = None

    def get_event_source_mapping(self, *, UUID: str) -> Row:  # noqa: N803
        mapping = self.mappings[UUID]
        mapping.looks += 1
        if mapping.looks > 1:
            done = {"Disabling": "Disabled", "Enabling": "Enabled"}
            mapping.state = done.get(mapping.state, mapping.state)
        arn = f"arn:aws:lambda:ap-northeast-2:111122223333:function:{mapping.function}"
        return {"FunctionArn": arn, "State": mapping.state}

    def update_event_source_mapping(self, *, UUID: str, Enabled: bool) -> None:  # noqa: N803
        mapping = self.mappings[UUID]
        if mapping.state not in ("Enabled", "Disabled"):
            raise refusal("ResourceInUseException", "it is being changed")
        mapping.state, mapping.looks = ("Enabling" if Enabled else "Disabling"), 0


class PlayedCloudFormation:
    """Stacks and change sets. `refuses` and `fails_at` name what goes wrong."""

    def __init__(self, account: PlayedAccount) -> None:
        self.account = account
        self.stacks: dict[str, Row] = {}
        self.change_sets: dict[str, Row] = {}
        self.protected: list[str] = []
        self.refuses = ""
        """Why no change set is made."""
        self.fails_at = ""
        """The resource at which an execution fails, and goes back."""
        self.pages = 1

    def describe_stacks(self, *, StackName: str) -> Row:  # noqa: N803
        if StackName not in self.stacks:
            raise refusal("ValidationError", f"Stack with id {StackName} does not exist")
        return {"Stacks": [self.stacks[StackName]]}

    def create_change_set(self, **asked: Any) -> None:
        name = asked["StackName"]
        if (asked["ChangeSetType"] == "CREATE") == (name in self.stacks):
            raise AssertionError("an update of nothing, or a stack that is there already")
        stack = self.stacks.setdefault(name, self._stack(name, "REVIEW_IN_PROGRESS"))
        before = {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}
        template = asked["TemplateURL"].rpartition("/")[2]
        values = {
            p["ParameterKey"]: before[p["ParameterKey"]]
            if p.get("UsePreviousValue")
            else p["ParameterValue"]
            for p in asked["Parameters"]
        }
        changes = list(self._changes(stack["resources"], self.account.resources[template]))
        reason = self.refuses or (
            "" if changes else "The submitted information didn't contain changes."
        )
        self.change_sets[asked["ChangeSetName"]] = {
            "Status": "FAILED" if reason else "CREATE_COMPLETE",
            "StatusReason": reason,
            "Changes": changes,
            "Parameters": _parameters(values),
            "stack": name,
            "template": template,
            "looks": 0,
        }

    def describe_change_set(self, *, ChangeSetName: str, NextToken: str = "0", **_: Any) -> Row:  # noqa: N803
        made = self.change_sets[ChangeSetName]
        made["looks"] += 1
        if made["looks"] == 1:
            return {"Status": "CREATE_IN_PROGRESS"}
        page = int(NextToken)
        shown = made | {"Changes": made["Changes"][page :: self.pages]}
        return shown | ({"NextToken": str(page + 1)} if page + 1 < self.pages else {})

    def execute_change_set(self, *, StackName: str, ChangeSetName: str) -> None:  # noqa: N803
        made, stack = self.change_sets[ChangeSetName], self.stacks[StackName]
        self.change_sets.clear()
        is_new = stack["StackStatus"] == "REVIEW_IN_PROGRESS"
        if self.fails_at:
            stack["StackStatus"] = "ROLLBACK_COMPLETE" if is_new else "UPDATE_ROLLBACK_COMPLETE"
            return
        stack |= {
            "StackStatus": "CREATE_COMPLETE" if is_new else "UPDATE_COMPLETE",
            "Parameters": made["Parameters"],
            "resources": self.account.resources[made["template"]],
            "template": made["template"],
        }

    def delete_change_set(self, *, ChangeSetName: str, **_: Any) -> None:  # noqa: N803
        del self.change_sets[ChangeSetName]

    def delete_stack(self, *, StackName: str) -> None:  # noqa: N803
        assert not self.stacks[StackName]["resources"], "a stack with data was deleted"
        del self.stacks[StackName]

    def describe_stack_events(self, **_: Any) -> Row:
        failed = {
            "LogicalResourceId": self.fails_at,
            "ResourceStatus": "UPDATE_FAILED",
            "ResourceStatusReason": "the service said no",
        }
        fine = {"LogicalResourceId": "AppTable", "ResourceStatus": "UPDATE_COMPLETE"}
        return {"StackEvents": [fine, failed]}

    def get_paginator(self, name: str) -> Any:
        assert name == "list_stack_resources"
        return self

    def paginate(self, *, StackName: str) -> list[Row]:  # noqa: N803
        """One resource on each page."""
        resources = self.stacks[StackName]["resources"].items()
        rows = [{"PhysicalResourceId": n, "ResourceType": kind} for n, (kind, _) in resources]
        return [{"StackResourceSummaries": [row]} for row in rows]

    def update_termination_protection(self, *, StackName: str, **_: Any) -> None:  # noqa: N803
        self.protected.append(StackName)

    def parameters(self, name: str) -> dict[str, str]:
        rows = self.stacks[name]["Parameters"]
        return {row["ParameterKey"]: row["ParameterValue"] for row in rows}

    def _stack(self, name: str, status: str) -> Row:
        shared: Row = {"Outputs": [], "Parameters": [], "resources": {}, "template": ""}
        return {"StackName": name, "StackStatus": status, **shared}

    def _changes(
        self, before: Mapping[str, tuple[str, int]], after: Mapping[str, tuple[str, int]]
    ) -> list[Row]:
        rows = []
        for name in sorted({*before, *after}):
            if before.get(name) == after.get(name):
                continue
            action = "Remove" if name not in after else "Modify" if name in before else "Add"
            kind, version = after.get(name) or before[name]
            change = {"Action": action, "LogicalResourceId": name, "ResourceType": kind}
            if action == "Modify":
                # A version below nought stands for a property that cannot be changed in place.
                change["Replacement"] = "True" if version < 0 else "False"
            rows.append({"ResourceChange": change})
        return rows


def _parameters(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]
