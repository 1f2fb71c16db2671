"""What CloudFormation would change of a stack: proposed, shown, and executed or discarded.

The same for AWS and for the local cloud. Nothing is changed before `execute`; a proposal that
nobody wants leaves nothing behind.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import botocore.exceptions

CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
# A stack that never came to life holds no data, and cannot be updated.
_STILLBORN = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "REVIEW_IN_PROGRESS")
_SETTLED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE")
_NOTHING_TO_CHANGE = ("didn't contain changes", "No updates are to be performed")
_KEEPS_DATA = (
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
)


class DeploymentFailedError(Exception):
    """CloudFormation or a rule of ours refused; the message names what and why."""


class Account(Protocol):
    """Where a stack stands, seen by its administrator."""

    @property
    def poll_seconds(self) -> float: ...

    @property
    def wait_seconds_max(self) -> float: ...

    def client(self, service: str) -> Any: ...

    def url_of(self, bucket: str, key: str) -> str: ...

    def settle(self) -> None:
        """What is beside the template, after each deployment."""

    def environment(self) -> dict[str, str]:
        """By which a program of its own finds the same account."""


@dataclass(frozen=True)
class Change:
    action: str
    """Add, Modify, Remove; Import, Dynamic."""
    logical_id: str
    kind: str
    replacement: str = ""
    """True or Conditional where the resource would be made anew."""

    @property
    def loses_data(self) -> bool:
        return self.kind in _KEEPS_DATA and (self.action == "Remove" or self.replacement == "True")


@dataclass(frozen=True)
class Proposal:
    """Not executed yet."""

    stack: str
    name: str
    is_new: bool
    changes: tuple[Change, ...]
    parameters: Mapping[str, str]

    def adds(self, logical_id: str) -> bool:
        return any(c.logical_id == logical_id and c.action == "Add" for c in self.changes)

    def text(self) -> str:
        """For people to read before they say yes."""
        rows = [("", "resource", "type", "made anew"), *map(_row, _in_order(self.changes))]
        widths = [max(len(row[place]) for row in rows) for place in range(4)]
        return "\n".join("  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


class Stack:
    """One CloudFormation stack by its name; it need not be there."""

    def __init__(self, account: Account, name: str) -> None:
        self.account = account
        self.name = name

    def described(self) -> dict[str, Any] | None:
        """As CloudFormation describes it; None for one that is not there."""
        try:
            found = self._cloudformation.describe_stacks(StackName=self.name)["Stacks"]
        except botocore.exceptions.ClientError as error:
            if "does not exist" not in str(error):
                raise
            return None
        return dict(found[0]) if found else None

    def living(self) -> dict[str, Any] | None:
        """The same, of a stack that came to life."""
        stack = self.described()
        if stack is None or stack["StackStatus"] in (*_STILLBORN, "DELETE_COMPLETE"):
            return None
        return stack

    def outputs(self) -> dict[str, str]:
        stack = self.living()
        if stack is None:
            raise DeploymentFailedError(f"There is no stack {self.name} here.")
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def parameters(self) -> dict[str, str]:
        stack = self.living() or {}
        return {p["ParameterKey"]: p["ParameterValue"] for p in stack.get("Parameters", ())}

    def physical_ids(self, kind: str) -> list[str]:
        """Of its resources of a type."""
        pages = self._cloudformation.get_paginator("list_stack_resources")
        return [
            row["PhysicalResourceId"]
            for page in pages.paginate(StackName=self.name)
            for row in page["StackResourceSummaries"]
            if row["ResourceType"] == kind
        ]

    def propose(
        self,
        name: str,
        *,
        template_url: str,
        parameters: Mapping[str, str],
        kept: Iterable[str] = (),
        tags: Mapping[str, str],
    ) -> Proposal | None:
        """A change set; `None` if nothing would change. `kept` are parameters as they are."""
        stack = self.described()
        if stack is not None and stack["StackStatus"] in _STILLBORN:
            self._delete()
            stack = None
        if stack is not None and stack["StackStatus"] not in (*_SETTLED, "DELETE_COMPLETE"):
            raise DeploymentFailedError(_cannot_begin(self.name, stack["StackStatus"]))
        is_new = stack is None or stack["StackStatus"] == "DELETE_COMPLETE"
        self._cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName=name,
            ChangeSetType="CREATE" if is_new else "UPDATE",
            TemplateURL=template_url,
            Parameters=[
                *({"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()),
                *({"ParameterKey": k, "UsePreviousValue": True} for k in kept),
            ],
            Capabilities=CAPABILITIES,
            # Left out, they stay as they are.
            **({"Tags": [{"Key": k, "Value": v} for k, v in tags.items()]} if tags else {}),
        )
        return self._proposed(name, is_new=is_new)

    def execute(self, proposal: Proposal) -> None:
        """Makes it so, and waits for the end of it."""
        self._cloudformation.execute_change_set(StackName=self.name, ChangeSetName=proposal.name)
        for stack in self._while_busy():
            if stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
                return
        raise DeploymentFailedError(self._failures())

    def discard(self, proposal: Proposal) -> None:
        """Leaves all as it was."""
        self._discard(proposal.name, is_new=proposal.is_new)

    def protect(self) -> None:
        """From being deleted as a whole."""
        self._cloudformation.update_termination_protection(
            StackName=self.name, EnableTerminationProtection=True
        )

    @property
    def _cloudformation(self) -> Any:
        return self.account.client("cloudformation")

    def _proposed(self, name: str, *, is_new: bool) -> Proposal | None:
        for _ in self._waiting():
            first = self._cloudformation.describe_change_set(
                StackName=self.name, ChangeSetName=name
            )
            if first["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
                break
        else:
            raise DeploymentFailedError(f"The change set {name} was not ready in time.")
        if first["Status"] != "CREATE_COMPLETE":
            self._discard(name, is_new=is_new)
            reason = first.get("StatusReason", "no reason")
            if any(words in reason for words in _NOTHING_TO_CHANGE):
                return None
            raise DeploymentFailedError(f"CloudFormation refuses the template: {reason}")
        changes = [change for page in self._pages(first, name) for change in page["Changes"]]
        known = {p["ParameterKey"]: p["ParameterValue"] for p in first.get("Parameters", ())}
        return Proposal(self.name, name, is_new, tuple(map(_change, changes)), known)

    def _pages(self, page: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
        yield page
        while token := page.get("NextToken"):
            page = self._cloudformation.describe_change_set(
                StackName=self.name, ChangeSetName=name, NextToken=token
            )
            yield page

    def _discard(self, name: str, *, is_new: bool) -> None:
        self._cloudformation.delete_change_set(StackName=self.name, ChangeSetName=name)
        if is_new and self.living() is None:
            # What a proposal of a new stack makes is an empty one.
            self._delete()

    def _delete(self) -> None:
        self._cloudformation.delete_stack(StackName=self.name)
        for _ in self._while_busy():
            pass

    def _while_busy(self) -> Iterator[dict[str, Any]]:
        """The stack at each look, up to and with the one at which it is busy no more."""
        for _ in self._waiting():
            stack = self.described()
            if stack is None:
                return
            yield stack
            if not stack["StackStatus"].endswith("_IN_PROGRESS"):
                return
        seconds = self.account.wait_seconds_max
        raise DeploymentFailedError(f"The stack {self.name} was not ready in {seconds:.0f} s.")

    def _waiting(self) -> Iterator[None]:
        deadline = time.monotonic() + self.account.wait_seconds_max
        while time.monotonic() < deadline:
            yield
            time.sleep(self.account.poll_seconds)

    def _failures(self) -> str:
        events = self._cloudformation.describe_stack_events(StackName=self.name)
        failed = [
            f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason')}"
            for event in events["StackEvents"]
            if event["ResourceStatus"].endswith("_FAILED")
        ]
        return "\n".join(["The deployment failed, and what was before stands:", *failed])


def refuse_loss(proposal: Proposal) -> None:
    """No deployment removes or replaces what holds data, wherever it comes from."""
    if lost := [change.logical_id for change in proposal.changes if change.loses_data]:
        raise DeploymentFailedError(
            f"This would remove or replace what holds data: {', '.join(sorted(lost))}"
        )


def _change(described: Mapping[str, Any]) -> Change:
    change = described["ResourceChange"]
    return Change(
        action=change["Action"],
        logical_id=change["LogicalResourceId"],
        kind=change["ResourceType"],
        replacement=change.get("Replacement", "").replace("False", ""),
    )


def _in_order(changes: Iterable[Change]) -> list[Change]:
    """What goes away and what is made anew first."""
    order = ("Remove", "Modify", "Add")
    return sorted(
        changes,
        key=lambda c: (
            order.index(c.action) if c.action in order else 1,
            not c.replacement,
            c.kind,
            c.logical_id,
        ),
    )


def _row(change: Change) -> tuple[str, str, str, str]:
    signs = {"Add": "+", "Remove": "-"}
    made_anew = {"True": "yes", "Conditional": "perhaps"}.get(change.replacement, "")
    return signs.get(change.action, "~"), change.logical_id, change.kind, made_anew


def _cannot_begin(name: str, status: str) -> str:
    if status == "UPDATE_ROLLBACK_FAILED":
        mends = f"aws cloudformation continue-update-rollback --stack-name {name}"
        return f"The stack {name} is stuck half way back: {mends}"
    return f"The stack {name} is busy ({status}): try again when it is done."
