"""A county's looks, from its file and the pictures beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.county import colors
from chalicelib.county.picture_store import PictureStore
from chalicelib.county.pictures import PictureUnfitError, Use, picture


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
        if not file:
            return ""
        try:
            made = picture((self.folder / file).read_bytes(), use)
        except OSError as error:
            raise RegisterError(f"{file}: {error.strerror}") from error
        except PictureUnfitError as error:
            raise RegisterError(f"{file}: {error}") from error
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
        "picture": pictures.put(row.get("picture", ""), "picture"),
    }
