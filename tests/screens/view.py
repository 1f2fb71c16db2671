"""A page as somebody comes to it, for the gallery and for axe."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Kept:
    """What the browser had stored before: a member's session, a shop's key, a log-in of staff."""

    device: dict[str, str]
    tab: dict[str, str]


@dataclass(frozen=True)
class View:
    """`who`: as whom the page is opened; `steps` lead on from there. `alone`: after them nobody
    can go on to another view of the page, or they begin with a page that was just loaded."""

    name: str
    path: str
    who: str = "nobody"
    steps: Callable[[Page], None] = lambda page: None
    alone: bool = False

    @property
    def page(self) -> tuple[str, str]:
        """The page that is loaded, and by whom: many views are of one."""
        return self.who, self.path.partition("#")[0].split("/")[1]
