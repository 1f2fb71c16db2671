"""A county's looks, from its file and the pictures beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from chalicelib.core.errors import RuleViolationError
from chalicelib.county import colors
from chalicelib.county.counties import County
from chalicelib.county.picture_rules import icon, picture
from chalicelib.county.picture_store import PictureStore
from chalicelib.county.pictures import ICON_SIDES, Picture, Use
from chalicelib.county.store import CountyStore

_BY_DESK = (
    *ICON_SIDES,
    *("emblem", "emblem_alt", "emblem_alt_en", "picture", "picture_alt", "picture_alt_en"),
    "pictures_by_desk",
)


class RegisterError(Exception):
    """A county's file or register that cannot be seeded; the message names what and why."""


@dataclass(frozen=True)
class Pictures:
    """Files beside the county's own, put where pages read them."""

    store: PictureStore
    county_id: str
    folder: Path

    def put(self, file: str, use: Use) -> str:
        """What the picture is called from now on; nothing for no file. Raises `RegisterError`."""
        return self._put(file, lambda content: picture(content, use))

    def put_icon(self, file: str, side: int) -> str:
        """The same of an emblem's icon for phones."""
        return self._put(file, lambda content: icon(content, side))

    def _put(self, file: str, made_of: Callable[[bytes], Picture]) -> str:
        if not file:
            return ""
        try:
            made = made_of((self.folder / file).read_bytes())
        except OSError as error:
            raise RegisterError(f"{file}: {error.strerror}") from error
        except RuleViolationError as error:
            raise RegisterError(f"{file}: {error.detail('en')}") from error
        self.store.put(self.county_id, made)
        return made.name


def looks_of(row: Mapping[str, Any], pictures: Pictures) -> dict[str, str]:
    """Of a county's row, as a `County` has them. Raises `RegisterError`."""
    own = {name: row[name] for name in colors.LUMINANCES if row.get(name)}
    try:
        for name, color in own.items():
            colors.shades(name, color)
    except colors.CountyColorError as error:
        raise RegisterError(str(error)) from error
    return {
        **own,
        "emblem": pictures.put(row.get("emblem", ""), "emblem"),
        **words_of(row, "emblem"),
        **{name: pictures.put_icon(row.get(name, ""), side) for name, side in ICON_SIDES.items()},
        "picture": pictures.put(row.get("picture", ""), "picture"),
        **words_of(row, "picture"),
    }


def words_of(row: Mapping[str, Any], use: Use) -> dict[str, str]:
    """What is to be seen, in Korean and in English; nothing where the file does not say it."""
    return {name: row.get(name, "") for name in (f"{use}_alt", f"{use}_alt_en")}


def put_county(store: CountyStore, wanted: County) -> None:
    """As its file has it, but for the pictures that staff set. What is so already is not written
    again."""
    known = store.county(wanted.county_id, consistent=True)
    if known is None or not known.version:
        store.put_county(replace(wanted, version=1))
        return
    kept = {name: getattr(known, name) for name in _BY_DESK} if known.pictures_by_desk else {}
    wanted = replace(wanted, **kept, version=known.version)
    if wanted != known:
        store.replace_county(replace(wanted, version=known.version + 1))
