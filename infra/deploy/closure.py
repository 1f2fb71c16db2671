"""Closes a stage and opens it again: in between none of its functions runs, so nothing is written.

A function that takes messages is cut off from its queue, where they wait. Any other is given no
room (reserved concurrency 0): callers of the API are told to try again, and what a schedule started
Lambda keeps for six hours. Both can be done twice, and opening needs to know nothing of before.

Usage: python -m infra.deploy.closure close|open STAGE
"""

import sys
import time
from typing import Any

from infra.deploy import deploy
from infra.deploy.change_sets import DeploymentFailedError, Stack

FUNCTION, MAPPING = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping"


class Closure:
    """Of one stack's doors."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._lambda = stack.account.client("lambda")

    def close(self) -> int:
        """Within how many seconds whatever runs now has ended: the longest time limit."""
        mappings = self._mappings()
        for name in self._of_callers(mappings):
            self._lambda.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
        self._switch(mappings, enabled=False)
        functions = self._stack.physical_ids(FUNCTION)
        described = (self._lambda.get_function_configuration(FunctionName=n) for n in functions)
        return max((function["Timeout"] for function in described), default=0)

    def open(self) -> None:
        mappings = self._mappings()
        for name in self._of_callers(mappings):
            kept = self._lambda.get_function_concurrency(FunctionName=name)
            if kept.get("ReservedConcurrentExecutions") == 0:
                self._lambda.delete_function_concurrency(FunctionName=name)
        self._switch(mappings, enabled=True)

    def _mappings(self) -> dict[str, str]:
        """By id, the function that it brings messages to."""
        found = {}
        for mapping in self._stack.physical_ids(MAPPING):
            described = self._lambda.get_event_source_mapping(UUID=mapping)
            found[mapping] = described["FunctionArn"].split(":")[6]
        return found

    def _of_callers(self, mappings: dict[str, str]) -> list[str]:
        """The functions that take no messages. (Those that do have room reserved for them, which
        stays as it is.)"""
        return sorted({*self._stack.physical_ids(FUNCTION)} - {*mappings.values()})

    def _switch(self, mappings: dict[str, str], *, enabled: bool) -> None:
        wanted = "Enabled" if enabled else "Disabled"
        for mapping in mappings:
            if self._settled(mapping) != wanted:
                self._lambda.update_event_source_mapping(UUID=mapping, Enabled=enabled)
        for mapping, function in mappings.items():
            if self._settled(mapping) != wanted:
                raise DeploymentFailedError(f"The messages of {function} are not {wanted.lower()}.")

    def _settled(self, mapping: str) -> str:
        """Its state, when it changes no more: AWS refuses a change in the midst of another."""
        account = self._stack.account
        deadline = time.monotonic() + account.wait_seconds_max
        while True:
            described: dict[str, Any] = self._lambda.get_event_source_mapping(UUID=mapping)
            state: str = described["State"]
            if state in ("Enabled", "Disabled") or time.monotonic() > deadline:
                return state
            time.sleep(account.poll_seconds)


def main(arguments: list[str]) -> None:
    match arguments:
        case ["close" | "open" as action, stage] if stage in deploy.STAGES:
            with deploy.failing_in_a_sentence():
                deploy.say_who(stage)
                _carry_out(action, deploy.stack_of(deploy.account_of(stage), stage))
        case _:
            sys.exit(__doc__)


def _carry_out(action: str, stack: Stack) -> None:
    table = stack.outputs()["TableName"]
    if action == "close":
        if not deploy.is_typed(stack.name, to="close it: nobody can pay until it is open again"):
            raise DeploymentFailedError("Not approved: nothing was changed.")
        seconds = Closure(stack).close()
        print(f"{stack.name} is closed; what ran ends within {seconds} s.")
    else:
        Closure(stack).open()
        print(f"{stack.name} is open, on the table {table}.")


if __name__ == "__main__":
    main(sys.argv[1:])
