"""Every command and worker, as schedules of faults try it."""

from tests.simulator.command import Command
from tests.simulator.commands import (
    holding,
    identifying,
    jobs,
    joining,
    paying,
    selling,
    settling,
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
        staffing,
        standing,
        jobs,
        settling,
    )
    for command in module.COMMANDS
}
