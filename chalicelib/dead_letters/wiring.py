"""The queues of the deployment, each with its dead letters."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.dead_letters.service import DeadLetters


class DeadLettersWiring(Wiring):
    @cached_property
    def dead_letters(self) -> "DeadLetters":
        from chalicelib.dead_letters.letters import TASKS
        from chalicelib.dead_letters.service import DeadLetters

        settings = self.adapters.settings
        return DeadLetters(
            dead={
                name: self.adapters.dead_letter_queue(settings.dead_letter_urls[name])
                for name in TASKS
            },
            working={
                name: self.adapters.queue(getattr(settings, f"{name}_queue_url")) for name in TASKS
            },
            trail=self.adapters.wired(StaffWiring).audit_trail,
        )
