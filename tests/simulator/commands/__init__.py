"""Every command and worker, as schedules of faults try it."""

from tests.simulator.command import Command
from tests.simulator.commands import (
    holding,
    identifying,
    jobs,
    joining,
    paying,
    rushing,
    selling,
    staffing,
    standing,
)

COMMANDS: dict[str, Command] = {
    command.name: command
    for module in (
        joining,
        identifying,
        holding,
        paying,
        selling,
        rushing,
        staffing,
        standing,
        jobs,
    )
    for command in module.COMMANDS
}  # fmt: skip
