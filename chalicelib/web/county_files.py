"""Files of the county's own: its emblem and pictures, and the style that has its colours.

They stand below `/static/county/`: browsers and the wallet's worker keep them like any file.
"""

from chalicelib.aws.adapters import Adapters
from chalicelib.core.cache import TtlCache
from chalicelib.county import colors, pictures
from chalicelib.county.counties import County
from chalicelib.county.pictures import Picture
from chalicelib.county.wiring import CountyWiring
from chalicelib.web.static_files import StaticFile

FOLDER = "county/"
_STILL = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Whoever opens an emblem by its address sees a picture and no page."""


def file(name: str) -> str:
    """The path of a picture below `/static/`."""
    return FOLDER + name


def style(county: County) -> str:
    """The path of the county's colours below `/static/`; nothing where it has none of its own."""
    own = [color.removeprefix("#") or "own" for color in (county.brand, county.accent)]
    return f"{FOLDER}{'-'.join(own)}.css" if county.brand or county.accent else ""


class CountyFiles:
    def __init__(self, adapters: Adapters) -> None:
        self._adapters = adapters
        self._kept: TtlCache[Picture | None] = TtlCache()

    def find(self, county: County, path: str) -> StaticFile | None:
        """Of this county alone, whatever the path is called."""
        if path == style(county):
            return StaticFile(
                body=_root(county), headers={"Content-Type": "text/css; charset=utf-8"}
            )
        name = path.removeprefix(FOLDER)
        if not pictures.is_name(name):
            return None
        store = self._adapters.wired(CountyWiring).pictures
        picture = self._kept.get(
            (county.county_id, name), lambda: store.find(county.county_id, name)
        )
        if picture is None:
            return None
        is_text = picture.content_type == pictures.CONTENT_TYPES["svg"]
        return StaticFile(
            body=picture.content.decode() if is_text else picture.content,
            headers={"Content-Type": picture.content_type, "Content-Security-Policy": _STILL},
        )


def _root(county: County) -> str:
    own = {"brand": county.brand, "accent": county.accent}
    lines = [
        f"--{name}-{step}: {shade};"
        for name, color in own.items()
        if color
        for step, shade in colors.shades(name, color).items()
    ]
    return ":root {\n  " + "\n  ".join(lines) + "\n}\n"
