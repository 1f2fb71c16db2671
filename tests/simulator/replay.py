"""Runs one schedule of faults again, and shows its calls.

Usage: python -m tests.simulator.replay SEED 'COMMAND' [CALL=FAULT …]
"""

import sys

from tests.simulator.commands import COMMANDS
from tests.simulator.schedules import Explorer
from tests.simulator.universe import new_universe


def main(arguments: list[str]) -> int:
    if len(arguments) < 2 or arguments[1] not in COMMANDS:
        print(__doc__)
        print("Commands:", ", ".join(COMMANDS))
        return 2
    seed, name, *faults = arguments
    plan = tuple((int(n), fault) for n, fault in (text.split("=") for text in faults))
    calls = Explorer(COMMANDS[name], new_universe(), int(seed)).run(plan)
    for number, call in enumerate(calls):
        print(f"{number:3} {call.service} {call.operation} {dict(plan).get(number, '')}".rstrip())
    print("It ends as it should.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
