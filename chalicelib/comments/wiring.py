"""Entries by comment over the table and the bucket of images."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.uploads.wiring import UploadsWiring

if TYPE_CHECKING:
    from chalicelib.comments.desk import CommentDesk
    from chalicelib.comments.service import Comments
    from chalicelib.comments.store import CommentStore


class CommentsWiring(Wiring):
    @cached_property
    def store(self) -> "CommentStore":
        from chalicelib.comments.store import CommentStore

        gate = self.adapters.wired(DrawsWiring).comment_gate
        return CommentStore(self.adapters.table, self.adapters.cipher, gate)

    @cached_property
    def comments(self) -> "Comments":
        from chalicelib.comments.service import Comments

        return Comments(
            store=self.store,
            draws=self.adapters.wired(DrawsWiring).store,
            members=self.adapters.wired(MembersWiring).store,
            images=self.adapters.wired(UploadsWiring).uploads,
            clock=self.adapters.now,
        )

    @cached_property
    def desk(self) -> "CommentDesk":
        from chalicelib.comments.desk import CommentDesk

        return CommentDesk(
            store=self.store,
            draws=self.adapters.wired(DrawsWiring).store,
            images=self.adapters.wired(UploadsWiring).uploads,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            members=self.adapters.wired(MembersWiring).store,
            clock=self.adapters.now,
        )
