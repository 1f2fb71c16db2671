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
    """`who`: as whom the page is opened; `steps` lead on from there."""

    name: str
    path: str
    who: str = "nobody"
    steps: Callable[[Page], None] = lambda page: None
