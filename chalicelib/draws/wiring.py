"""Draws over the table, the locked bucket and the public beacon."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.draws.comment_gate import CommentGate
    from chalicelib.draws.drawing import Drawing
    from chalicelib.draws.files import DrawFiles
    from chalicelib.draws.prize_service import Prizes
    from chalicelib.draws.round_lots import RoundLots
    from chalicelib.draws.service import Draws
    from chalicelib.draws.store import DrawStore


class DrawsWiring(Wiring):
    @cached_property
    def store(self) -> "DrawStore":
        from chalicelib.draws.store import DrawStore

        return DrawStore(self.adapters.table, self.adapters.cipher)

    @cached_property
    def files(self) -> "DrawFiles":
        from chalicelib.draws.files import DrawFiles

        return DrawFiles(self.adapters.ledger_files)

    @cached_property
    def comment_gate(self) -> "CommentGate":
        from chalicelib.draws.comment_gate import CommentGate

        return CommentGate(self.adapters.table)

    @cached_property
    def draws(self) -> "Draws":
        from chalicelib.draws.service import Draws

        return Draws(
            self.store,
            self.files,
            self.adapters.wired(StaffWiring).idempotency_store,
            self.adapters.wired(JoiningWiring).campaigns,
            self.adapters.wired(MembersWiring).ended_wallets,
            self.comment_gate,
            self.adapters.now,
        )

    @cached_property
    def prizes(self) -> "Prizes":
        from chalicelib.draws.prize_service import Prizes

        counties = self.adapters.wired(CountyWiring).counties
        members = self.adapters.wired(MembersWiring).store
        return Prizes(self.store, members, counties, self.adapters.now)

    @cached_property
    def round_lots(self) -> "RoundLots":
        from chalicelib.draws.round_lots import RoundLots

        return RoundLots(self.store, self.files, self.adapters.now)

    @cached_property
    def drawing(self) -> "Drawing":
        from chalicelib.draws.drawing import Drawing

        return Drawing(self.store, self.files, self.adapters.beacon, self.adapters.now)
