"""The wallet as an app of its own on a phone: its manifest; and the worker that opens it, or a
gate's page, where there is no net.

Both stand beside the page and not in `/static/`: a worker may only control what lies below its own
address. The manifest is the county's data in the reader's language (W3C, Web Application Manifest).
"""

import json
from typing import Any

from chalice import Response

from chalicelib.county.counties import County
from chalicelib.web import static_files

_WORKER = "common/worker.js"
_LATER = {"wallet": (), "gate": ("lib/zxing_reader.js", "lib/zxing_reader.wasm.gz")}
"""The apps, and the files that each needs without a net and that its page does not name."""
_PAGE_COLOR = "rgb(244, 245, 246)"
"""The ground of our pages, in static/design/tokens.css: what a phone shows while the app opens."""


def manifest(county: County, lang: str) -> dict[str, Any]:
    """Addresses are relative to the manifest's own, whatever stands before our paths."""
    english = lang == "en"

    def words(korean: str, in_english: str) -> str:
        return in_english if english else korean

    return {
        "id": "wallet",
        "name": words(county.programme, county.programme_en),
        # What stands below an icon has room for about a dozen letters.
        "short_name": words(county.programme, county.name_en),
        "description": words("마일리지와 상품권을 담은 내 지갑", "Your mileage and vouchers"),
        "lang": lang,
        "dir": "ltr",
        # Without a language: the one that was chosen since is the person's.
        "start_url": "wallet",
        "scope": "wallet",
        "display": "standalone",
        "background_color": _PAGE_COLOR,
        "theme_color": _PAGE_COLOR,
        "categories": ["finance", "government"],
        "icons": _icons(county),
        "shortcuts": [
            {"name": words("결제 코드", "Pay code"), "url": "wallet/pay"},
            {"name": words("내역", "History"), "url": "wallet/history"},
        ],
    }


def manifest_file(county: County, lang: str) -> Response:
    """The manifest as it is sent."""
    body = json.dumps(manifest(county, lang), ensure_ascii=False)
    return _asked_anew(body, "application/manifest+json")


def worker_file(county: County, app: str) -> Response:
    """The script of an app's service worker, which knows of which release it is: another one makes
    a browser fetch the app anew."""
    from chalicelib.web import county_files

    script = static_files.find(_WORKER)
    assert script is not None
    release = static_files.version()
    also = [_address(name) for name in _LATER[app]]
    icon = _address(county_files.touch_icon(county))
    facts = {"app": app, "release": release, "also": also, "icon": icon}
    told = f"Object.assign(self, {json.dumps(facts)});"
    return _asked_anew(f"{told}\n{script.body!s}", "text/javascript; charset=utf-8")


def _asked_anew(body: str, content_type: str) -> Response:
    return Response(body, headers={"Content-Type": content_type, "Cache-Control": "no-cache"})


def _icons(county: County) -> list[dict[str, str]]:
    """The county's mark, whole and to be cut to a phone's own form: as PNGs, which every phone
    takes, and as it was drawn. A picture of the programme's own only where the county has no
    emblem: of a second mark some phones would make the app's."""
    # Not at the top: a till's payment must not wait for it.
    from chalicelib.county.pictures import ICON_SIDES, size_of
    from chalicelib.web import county_files

    if not county.emblem:
        small, cut = (county_files.drawn_icon(county, f"icon-{of}") for of in ("192", "maskable"))
        made = [
            _icon(small, "192x192"),
            _icon(cut, "512x512"),
            _icon(cut, "512x512", purpose="maskable"),
        ]
    elif county.icon:
        made = [
            _icon(
                county_files.file(getattr(county, field)),
                f"{side}x{side}",
                purpose="maskable" if field == "icon_maskable" else "any",
            )
            for field, side in ICON_SIDES.items()
        ]
    else:
        made = []
    mark, cut = county_files.emblem(county), county_files.maskable(county)
    sizes = "any"
    if county.emblem.endswith(".png"):
        width, height = size_of(county.emblem)
        sizes = f"{width}x{height}"
    return [*made, _icon(mark, sizes), _icon(cut, "any", purpose="maskable")]


def _icon(name: str, sizes: str, purpose: str = "any") -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    return {"src": _address(name), "sizes": sizes, "type": kind, "purpose": purpose}


def _address(name: str) -> str:
    return f"static/{name}?v={static_files.version()}"
