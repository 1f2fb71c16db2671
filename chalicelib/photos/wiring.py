"""Photo entries over the table and the bucket of images."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.uploads.wiring import UploadsWiring
from chalicelib.visits.wiring import VisitsWiring

if TYPE_CHECKING:
    from chalicelib.photos.desk import PhotoDesk
    from chalicelib.photos.gallery import Gallery
    from chalicelib.photos.service import Photos
    from chalicelib.photos.store import PhotoStore


class PhotosWiring(Wiring):
    @cached_property
    def store(self) -> "PhotoStore":
        from chalicelib.photos.store import PhotoStore

        return PhotoStore(self.adapters.table)

    @cached_property
    def photos(self) -> "Photos":
        from chalicelib.photos.service import Photos

        return Photos(
            store=self.store,
            campaigns=self.adapters.wired(JoiningWiring).campaigns,
            visits=self.adapters.wired(FestivalsWiring).visits.store,
            stamps=self.adapters.wired(FestivalsWiring).stamps,
            sights=self.adapters.wired(CountyWiring).facilities,
            admissions=self.adapters.wired(VisitsWiring).admission_store,
            members=self.adapters.wired(MembersWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            images=self.adapters.wired(UploadsWiring).uploads,
            clock=self.adapters.now,
        )

    @cached_property
    def desk(self) -> "PhotoDesk":
        from chalicelib.photos.desk import PhotoDesk

        return PhotoDesk(
            store=self.store,
            images=self.adapters.wired(UploadsWiring).uploads,
            posts=self.adapters.wired(FestivalsWiring).activities,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            members=self.adapters.wired(MembersWiring).store,
            clock=self.adapters.now,
        )

    @cached_property
    def gallery(self) -> "Gallery":
        from chalicelib.photos.gallery import Gallery

        return Gallery(
            store=self.store,
            campaigns=self.adapters.wired(JoiningWiring).campaigns,
            members=self.adapters.wired(MembersWiring).store,
            images=self.adapters.wired(UploadsWiring).uploads,
            clock=self.adapters.now,
        )
