"""What a county's other packages, its staff and its schedules use of it."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring

if TYPE_CHECKING:
    from chalicelib.county.facility_store import FacilityStore
    from chalicelib.county.picture_store import PictureStore
    from chalicelib.county.service import Counties
    from chalicelib.county.setting_service import SettingService
    from chalicelib.county.store import CountyStore


class CountyWiring(Wiring):
    @cached_property
    def store(self) -> "CountyStore":
        from chalicelib.county.store import CountyStore

        return CountyStore(self.adapters.table)

    @cached_property
    def counties(self) -> "Counties":
        from chalicelib.county.service import Counties

        return Counties(self.store)

    @cached_property
    def facilities(self) -> "FacilityStore":
        from chalicelib.county.facility_store import FacilityStore

        return FacilityStore(self.adapters.table)

    @cached_property
    def pictures(self) -> "PictureStore":
        from chalicelib.county.picture_store import PictureStore

        return PictureStore(self.adapters.table)

    @cached_property
    def setting_service(self) -> "SettingService":
        from chalicelib.county.setting_service import SettingService

        return SettingService(self.store, self.adapters.now)
