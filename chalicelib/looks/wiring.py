"""What the desk of pictures is made of."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring

if TYPE_CHECKING:
    from chalicelib.looks.service import PictureDesk


class LooksWiring(Wiring):
    @cached_property
    def pictures(self) -> "PictureDesk":
        from chalicelib.looks.service import PictureDesk
        from chalicelib.looks.store import LooksStore

        county = self.adapters.wired(CountyWiring)
        return PictureDesk(
            LooksStore(self.adapters.table),
            county.store,
            self.adapters.wired(JoiningWiring).campaign_store,
            county.pictures,
            self.adapters.now,
        )
