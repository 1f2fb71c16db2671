"""Making a page of its template, in the reader's language and with the county's own words."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from chalice import Response
from chalice.app import Request
from msgspec import Struct

from chalicelib.aws.adapters import Adapters
from chalicelib.core import addresses, languages
from chalicelib.county.counties import County
from chalicelib.county.wiring import CountyWiring

if TYPE_CHECKING:
    import jinja2

    from chalicelib.web.page_words import PageWords

TEMPLATES = Path(__file__).parent / "templates"
_TYPEFACE_KEPT = re.compile(r"(?:^|;\s*)typeface=1")
YEAR_SECONDS = 365 * 24 * 3600


class Renderer(Struct, frozen=True):
    adapters: Adapters

    def page(self, request: Request, template: str, **context: Any) -> Response:
        """Raises what jinja2 raises for a template that is none."""
        lang = self.language(request)
        base_path, path = self._split_path(request)
        query = query_of(request)
        is_chosen = query.pop("lang", None) is not None
        other = urlencode({**query, "lang": "ko" if lang == "en" else "en"})
        county = self.county(request)
        words_of = _page_words(lang, county)
        html = (
            _templates()
            .get_template(template)
            .render(
                base_path=base_path,
                site_url=addresses.site_url(request, self.adapters.settings),
                here="?".join(filter(None, (path or "./", urlencode(query)))),
                other_language=f"{path or './'}?{other}",
                lang=lang,
                county=county,
                has_typeface=bool(_TYPEFACE_KEPT.search(request.headers.get("cookie", ""))),
                **words_of.served(),
                **context,
            )
        )
        headers: dict[str, str | list[str]] = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "private, no-cache",
            "Vary": "Cookie, Accept-Language",
            "Content-Language": lang,
        }
        if is_chosen:
            headers["Set-Cookie"] = f"lang={lang}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax"
        return Response(html, headers=headers)

    def unread(self, request: Request, *, retry_after_seconds: int) -> Response:
        """What is shown where not even the county can be read: 503, and when to come again."""
        lang = self.language(request)
        base_path, path = self._split_path(request)
        html = (
            _templates()
            .get_template("common/unread.html")
            .render(base_path=base_path, here=path or "./", lang=lang)
        )
        headers: dict[str, str | list[str]] = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-store",
            "Content-Language": lang,
            "Retry-After": str(retry_after_seconds),
        }
        return Response(html, headers=headers, status_code=503)

    def county(self, request: Request) -> County:
        settings = self.adapters.settings
        return self.adapters.wired(CountyWiring).counties.county(
            settings.county_id_of(addresses.host(request.context, request.headers))
        )

    def language(self, request: Request) -> str:
        asked = query_of(request).get("lang")
        cookie = re.search(r"(?:^|;\s*)lang=(ko|en)", request.headers.get("cookie", ""))
        chosen = asked or (cookie and cookie[1])
        return (
            chosen
            if chosen in ("ko", "en")
            else languages.chosen(request.headers.get("accept-language"))
        )

    def _split_path(self, request: Request) -> tuple[str, str]:
        """What the base address ends with, and the page's own path."""
        stage_path, own = addresses.split_path(
            str(request.context.get("path", request.path)), request.path
        )
        public_base_url = self.adapters.settings.public_base_url
        base = urlsplit(public_base_url).path.rstrip("/") if public_base_url else stage_path
        return base, quote(own, safe="/%")


def query_of(request: Request) -> dict[str, str]:
    return dict(request.query_params.items()) if request.query_params else {}


def _page_words(lang: str, county: County) -> "PageWords":
    from chalicelib.web.page_words import PageWords

    return PageWords(lang, county)


@cache
def _templates() -> "jinja2.Environment":
    # Not at the top: a till's payment must not wait for templates at a cold start.
    import jinja2

    from chalicelib.core.particles import with_particle

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["with_particle"] = with_particle
    return environment
