"""Pages for people: server-rendered shells whose scripts call the JSON API; their static files.

A page holds no personal data. It is the same for everybody but for its language (`?lang=`, `lang`
cookie, `Accept-Language`; Korean unless English is asked for). Every link is relative to
`<base>`, since API Gateway may put a stage before the paths.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from chalice import Blueprint, NotFoundError, Response
from chalice.app import Request

from chalicelib import addresses, bootstrap, languages
from chalicelib.domain.counties import County
from chalicelib.web import static_files, words

if TYPE_CHECKING:
    import jinja2

web = Blueprint(__name__)

_TEMPLATES = Path(__file__).parent / "templates"
_YEAR_SECONDS = 365 * 24 * 3600


@web.route("/")
def show_home() -> Response:
    """Say what the programme is and lead everybody to their own page."""
    return _page("public/home.html")


@web.route("/j/{code}")
def show_join(code: str) -> Response:
    """Let a person join by the code of a campaign or of one of its booths."""
    return _page("join/join.html", code=code)


@web.route("/wallet")
def show_wallet() -> Response:
    """Show a member's own mileage, vouchers and pay code."""
    return _page("wallet/wallet.html")


@web.route("/merchant")
def show_merchant() -> Response:
    """Be the till on a shop's phone."""
    return _page("shop/till.html")


@web.route("/staff")
def show_staff() -> Response:
    """Show the county's staff today's figures, the reports and the posters."""
    settings = bootstrap.settings()
    return _page(
        "staff/staff.html",
        cognito_endpoint=settings.staff_login_url,
        client_id=settings.staff_client_id,
        pages_of_staff=_pages_of_staff(),
    )


@web.route("/staff/report-frame")
def show_report_frame() -> Response:
    """Be the empty page in which the desk shows a report: styles, as mail has them, and no more."""
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    )
    frame = _page("staff/report_frame.html")
    frame.headers["Content-Security-Policy"] = policy
    return frame


@web.route("/verify")
def show_verify() -> Response:
    """Let anybody check the proof of an entry."""
    return _page("public/proof.html")


@web.route("/docs")
def show_docs() -> Response:
    """Render the API's own description for developers to read."""
    return _page("public/docs.html")


@web.route("/static/{part}")
def send_static(part: str) -> Response:
    """Send one static file: to be kept for good when asked for by its version."""
    return _send(part)


# API Gateway wants one name for what stands at one place of the path: a file there, here a folder.
@web.route("/static/{part}/{name}")
def send_static_of_folder(part: str, name: str) -> Response:
    """Send one static file of a folder."""
    return _send(f"{part}/{name}")


def _send(name: str) -> Response:
    asset = static_files.find(name)
    if asset is None:
        raise NotFoundError(name)
    is_lasting = _query(web.current_request).get("v") == static_files.version()
    lifetime = f"public, max-age={_YEAR_SECONDS}, immutable" if is_lasting else "no-cache"
    return Response(asset.body, headers={**asset.headers, "Cache-Control": lifetime})


def _page(template: str, **context: Any) -> Response:
    request = web.current_request
    lang = _language(request)
    base_path, path = _split_path(request)
    query = _query(request)
    is_chosen = query.pop("lang", None) is not None
    other = urlencode({**query, "lang": "ko" if lang == "en" else "en"})
    html = (
        _templates()
        .get_template(template)
        .render(
            base_path=base_path,
            here="?".join(filter(None, (path or "./", urlencode(query)))),
            other_language=f"{path or './'}?{other}",
            lang=lang,
            county=_county(request),
            t=lambda korean, english: english if lang == "en" else korean,
            asset=lambda name: f"static/{name}?v={static_files.version()}",
            served=lambda *names: words.served(lang, *names),
            table=lambda name: words.table(name, lang),
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
        headers["Set-Cookie"] = f"lang={lang}; Path=/; Max-Age={_YEAR_SECONDS}; SameSite=Lax"
    return Response(html, headers=headers)


def _query(request: Request) -> dict[str, str]:
    return dict(request.query_params.items()) if request.query_params else {}


def _county(request: Request) -> County:
    settings = bootstrap.settings()
    return bootstrap.counties().county(
        settings.county_id_of(addresses.host(request.context, request.headers))
    )


def _language(request: Request) -> str:
    asked = _query(request).get("lang")
    cookie = re.search(r"(?:^|;\s*)lang=(ko|en)", request.headers.get("cookie", ""))
    chosen = asked or (cookie and cookie[1])
    return (
        chosen
        if chosen in ("ko", "en")
        else languages.chosen(request.headers.get("accept-language"))
    )


def _split_path(request: Request) -> tuple[str, str]:
    """What the base address ends with, and the page's own path."""
    stage_path, own = addresses.split_path(
        str(request.context.get("path", request.path)), request.path
    )
    public_base_url = bootstrap.settings().public_base_url
    base = urlsplit(public_base_url).path.rstrip("/") if public_base_url else stage_path
    return base, quote(own, safe="/%")


@cache
def _pages_of_staff() -> list[str]:
    """The desk's pages; in which order their tabs stand is said in static/staff/tabs.js."""
    found = (_TEMPLATES / "staff" / "pages").glob("*.html")
    return sorted(path.relative_to(_TEMPLATES).as_posix() for path in found)


@cache
def _templates() -> "jinja2.Environment":
    # Not at the top: a till's payment must not wait for templates at a cold start.
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
