"""Every command and worker, as schedules of faults try it."""

from tests.simulator.command import Command
from tests.simulator.commands import (
    campaigning,
    carding,
    deciding,
    drawing,
    earning,
    following,
    funding,
    guarding,
    holding,
    identifying,
    invoicing,
    jobs,
    joining,
    merchants,
    papering,
    paying,
    picturing,
    rewarding,
    rushing,
    selling,
    settling,
    shopping,
    staffing,
    standing,
    tripping,
    visiting,
)

COMMANDS: dict[str, Command] = {
    command.name: command
    for module in (
        joining,
        carding,
        guarding,
        identifying,
        holding,
        paying,
        selling,
        papering,
        following,
        rushing,
        drawing,
        staffing,
        standing,
        merchants,
        shopping,
        jobs,
        settling,
        invoicing,
        tripping,
        campaigning,
        visiting,
        rewarding,
        deciding,
        funding,
        earning,
        picturing,
    )
    for command in module.COMMANDS
}  # fmt: skip
