"""Files of the county's own: its emblem and pictures, and the style that has its colours.

They stand below `/static/county/`: browsers and the wallet's worker keep them like any file.
"""

from base64 import b64encode

from chalicelib.aws.adapters import Adapters
from chalicelib.core.cache import TtlCache
from chalicelib.county import colors, pictures
from chalicelib.county.counties import County
from chalicelib.county.pictures import Picture
from chalicelib.county.wiring import CountyWiring
from chalicelib.web import png_palette, static_files
from chalicelib.web.static_files import StaticFile

FOLDER = "county/"
_MARK = "common/icon.svg"
_MARK_FILL, _MARK_LIGHT = "#17614c", "#cfe5da"
"""The two colours in it, and which of the county's own shades takes the place of the second."""
_LIGHT = 10
_ICONS = ("icon-192", "icon-maskable", "icon-touch")
"""The programme's own, in static/design/: PNGs of a palette, which is mixed of those two."""
_GROUND = "#ffffff"
_STILL = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Whoever opens an emblem by its address sees a picture and no page."""


def file(name: str) -> str:
    """The path of a picture below `/static/`."""
    return FOLDER + name


def style(county: County) -> str:
    """The path of the county's colours below `/static/`; nothing where it has none of its own."""
    own = [color.removeprefix("#") or "own" for color in (county.brand, county.accent)]
    return f"{FOLDER}{'-'.join(own)}.css" if county.brand or county.accent else ""


def emblem(county: County) -> str:
    """The path of the county's mark below `/static/`: its emblem, else the programme's in its
    colour."""
    if county.emblem:
        return file(county.emblem)
    return f"{FOLDER}mark-{county.brand.removeprefix('#')}.svg" if county.brand else _MARK


def touch_icon(county: County) -> str:
    """The path of the mark in PNG, for who shows no SVG: the home screen of iOS, and notices."""
    if county.icon_touch:
        return file(county.icon_touch)
    if county.emblem.endswith(".png"):
        return emblem(county)
    return drawn_icon(county, "icon-touch")


def drawn_icon(county: County, stem: str) -> str:
    """The path of one of the programme's own icons, in the county's colour."""
    brand = county.brand.removeprefix("#")
    return f"{FOLDER}{stem}-{brand}.png" if brand else f"design/{stem}.png"


def maskable(county: County) -> str:
    """The path of the mark on a ground of its own, which a phone may cut to its own form."""
    stem = county.emblem.rpartition(".")[0] or county.brand.removeprefix("#") or "own"
    return f"{FOLDER}maskable-{stem}.svg"


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
        if path == maskable(county):
            return self._maskable(county)
        if county.brand and not county.emblem and path == emblem(county):
            return _drawn(_mark(county))
        for stem in _ICONS if county.brand else ():
            if path == drawn_icon(county, stem):
                return _recolored(county, stem)
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

    def _maskable(self, county: County) -> StaticFile | None:
        """All that counts lies within the circle of four fifths that no phone cuts away (W3C, Web
        Application Manifest, 7.2): a square of at most half of the icon's side."""
        path = emblem(county)
        if county.emblem:
            found = self.find(county, path)
            if found is None:
                return None
            content, kind = found.body, found.headers["Content-Type"]
        else:
            content, kind = _mark(county), pictures.CONTENT_TYPES["svg"]
        raw = content.encode() if isinstance(content, str) else content
        return _drawn(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">'
            f'<rect width="512" height="512" fill="{_GROUND if county.emblem else _fill(county)}"/>'
            f'<image x="128" y="128" width="256" height="256" href="data:{kind};base64,'
            f'{b64encode(raw).decode()}"/></svg>'
        )


def _drawn(text: str) -> StaticFile:
    kind = pictures.CONTENT_TYPES["svg"]
    return StaticFile(body=text, headers={"Content-Type": kind, "Content-Security-Policy": _STILL})


def _recolored(county: County, stem: str) -> StaticFile:
    found = static_files.find(f"design/{stem}.png")
    assert found is not None
    assert isinstance(found.body, bytes)
    light = colors.shades("brand", county.brand)[_LIGHT]
    body = png_palette.mixed(found.body, (_MARK_FILL, _MARK_LIGHT), (county.brand, light))
    return StaticFile(body=body, headers=found.headers)


def _mark(county: County) -> str:
    found = static_files.find(_MARK)
    assert found is not None
    text = found.body if isinstance(found.body, str) else found.body.decode()
    if not county.brand:
        return text
    light = colors.shades("brand", county.brand)[_LIGHT]
    return text.replace(_MARK_FILL, county.brand).replace(_MARK_LIGHT, light)


def _fill(county: County) -> str:
    return county.brand or _MARK_FILL


def _root(county: County) -> str:
    own = {"brand": county.brand, "accent": county.accent}
    lines = [
        f"--{name}-{step}: {shade};"
        for name, color in own.items()
        if color
        for step, shade in colors.shades(name, color).items()
    ]
    return ":root {\n  " + "\n  ".join(lines) + "\n}\n"
