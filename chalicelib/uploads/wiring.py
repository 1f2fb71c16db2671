"""Uploads over the table and the bucket of images."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.wiring import MembersWiring

if TYPE_CHECKING:
    from chalicelib.uploads.service import Uploads


class UploadsWiring(Wiring):
    @cached_property
    def uploads(self) -> "Uploads":
        from chalicelib.uploads.service import Uploads
        from chalicelib.uploads.store import UploadStore

        return Uploads(
            store=UploadStore(self.adapters.table),
            files=self.adapters.upload_files,
            members=self.adapters.wired(MembersWiring).store,
            tries=self.adapters.wired(JoiningWiring).throttle,
            clock=self.adapters.now,
        )
