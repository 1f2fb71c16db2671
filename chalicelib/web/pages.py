"""Pages for people: server-rendered shells whose scripts call the JSON API; their static files.

A page holds no personal data. It is the same for everybody but for its language (`?lang=`, `lang`
cookie, `Accept-Language`; Korean unless English is asked for). Every link is relative to
`<base>`, since API Gateway may put a stage before the paths.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from chalice import Chalice, NotFoundError, Response
from chalice.app import Request

from chalicelib.aws.adapters import Adapters
from chalicelib.core import addresses, languages
from chalicelib.county.counties import County
from chalicelib.county.wiring import CountyWiring
from chalicelib.web import installable, static_files
from chalicelib.web.headers import ACCEPT_ASKED, AGENCY, PAYMENTS, policy

if TYPE_CHECKING:
    import jinja2

    from chalicelib.http.operations import Operation
    from chalicelib.web.home import Home
    from chalicelib.web.page_words import PageWords
    from chalicelib.web.refusal_guide import Refusal

_TEMPLATES = Path(__file__).parent / "templates"
_TYPEFACE_KEPT = re.compile(r"(?:^|;\s*)typeface=1")
_WALLET_VIEWS = ("pay", "shops", "history", "me")
_YEAR_SECONDS = 365 * 24 * 3600


def register(
    app: Chalice, adapters: Adapters, operations: "Callable[[], Sequence[Operation]]"
) -> None:
    """Serve the pages by `app`, over `adapters`; those for developers tell of the `operations`."""
    pages = _Pages(app, adapters, operations)
    app.route("/")(pages.show_home)
    app.route("/j/{code}")(pages.show_join)
    app.route("/wallet")(pages.show_wallet)
    app.route("/wallet/{view}")(pages.show_wallet_view)
    app.route("/wallet.webmanifest")(pages.send_wallet_manifest)
    app.route("/wallet-worker.js")(pages.send_wallet_worker)
    app.route("/pay/{purchase_id}")(pages.show_pay)
    app.route("/merchant")(pages.show_merchant)
    app.route("/staff")(pages.show_staff)
    app.route("/verify")(pages.show_verify)
    app.route("/docs")(pages.show_docs)
    app.route("/docs/errors")(pages.show_errors)
    app.route("/docs/errors/{code}")(pages.show_error)
    app.route("/privacy")(pages.show_privacy)
    app.route("/terms")(pages.show_terms)
    app.route("/styleguide")(pages.show_styleguide)
    app.route("/staff/report-frame")(pages.show_report_frame)
    # API Gateway wants one name for what stands at one place of the path: here a file, there a
    # folder.
    app.route("/static/{part}")(pages.send_static)
    app.route("/static/{part}/{name}")(pages.send_static_of_folder)
    # What is typed wrongly: API Gateway takes a whole name before a place that stands for any.
    app.route("/{page}")(pages.show_unknown)


class _Pages:
    def __init__(
        self, app: Chalice, adapters: Adapters, operations: "Callable[[], Sequence[Operation]]"
    ) -> None:
        self._app = app
        self._adapters = adapters
        self._operations = operations

    @cached_property
    def _home(self) -> "Home":
        # Not at the top, as all that only pages need: a till's payment must not wait for it.
        from chalicelib.web.home import Home

        return Home(self._adapters)

    @cached_property
    def _refusals(self) -> "dict[str, Refusal]":
        from chalicelib.web import refusal_guide

        return refusal_guide.by_code(self._operations())

    @property
    def _request(self) -> Request:
        request = self._app.current_request
        assert request is not None
        return request

    def show_home(self) -> Response:
        """Sell joining: what it brings, and where one can join now."""
        county_id = self._county(self._request).county_id
        return self._page(
            "public/home.html",
            events=self._home.events(county_id),
            places=self._home.places(county_id),
        )

    def show_join(self, code: str) -> Response:
        """Let a person join by the code of a campaign or of one of its booths. What it says of the
        campaign is in the page: on a slow line each further question is a second."""
        scanned = self._home.scanned(self._county(self._request).county_id, code)
        page = self._page(
            "join/join.html",
            code=code,
            state=scanned.state,
            campaign=scanned.campaign,
            booth=scanned.booth,
        )
        if scanned.campaign is None:
            page.status_code = 404
        return page

    def show_wallet(self) -> Response:
        """Show a member's own mileage, vouchers and pay code."""
        wallet = self._page("wallet/wallet.html")
        wallet.headers["Content-Security-Policy"] = policy(
            self._adapters.settings.staff_login_url, agency=AGENCY
        )
        return wallet

    def show_wallet_view(self, view: str) -> Response:
        """Show the same page at the address of one of its views, which its script opens."""
        return self.show_wallet() if view in _WALLET_VIEWS else self.show_unknown(view)

    def send_wallet_manifest(self) -> Response:
        """Say what the wallet is called and looks like as an app of its own."""
        request = self._request
        return installable.manifest_file(self._county(request), self._language(request))

    def send_wallet_worker(self) -> Response:
        """Send the script that opens the wallet where there is no net."""
        return installable.worker_file()

    def show_pay(self, purchase_id: str) -> Response:
        """Let a buyer pay for a purchase, and see what came of it."""
        pay = self._page("pay/pay.html", purchase_id=purchase_id)
        pay.headers["Content-Security-Policy"] = policy(
            self._adapters.settings.staff_login_url, agency=PAYMENTS
        )
        return pay

    def show_merchant(self) -> Response:
        """Be the till on a shop's phone."""
        return self._page("shop/till.html")

    def show_staff(self) -> Response:
        """Show the county's staff today's figures, the reports and the posters."""
        settings = self._adapters.settings
        return self._page(
            "staff/staff.html",
            cognito_endpoint=settings.staff_login_url,
            client_id=settings.staff_client_id,
            pool_id=settings.staff_pool_id,
            pages_of_staff=_pages_of_staff(),
        )

    def show_report_frame(self) -> Response:
        """Be the empty page in which the desk shows a report: styles, as mail has them, no more."""
        policy = (
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'self'"
        )
        frame = self._page("staff/report_frame.html")
        frame.headers["Content-Security-Policy"] = policy
        return frame

    def show_verify(self) -> Response:
        """Let anybody check the proof of an entry."""
        return self._page("public/proof.html")

    def show_docs(self) -> Response:
        """Render the API's own description for developers to read."""
        return self._page("public/docs.html")

    def show_errors(self) -> Response:
        """List every code of a refusal, for developers."""
        from chalicelib.web import refusal_guide

        families = refusal_guide.by_status(self._refusals.values())
        return self._page("public/errors.html", families=families)

    def show_error(self, code: str) -> Response:
        """Say what a code means and what to do: where the `type` of a problem document leads."""
        refusal = self._refusals.get(code)
        if refusal is None:
            return self.show_unknown(f"docs/errors/{code}")
        return self._page("public/error.html", refusal=refusal)

    def show_privacy(self) -> Response:
        """Say how personal data is treated, by the law's parts."""
        return self._page("public/privacy.html")

    def show_terms(self) -> Response:
        """Say what one agrees to by joining, before and after."""
        return self._page("public/terms.html")

    def show_styleguide(self) -> Response:
        """Show each part that pages are made of, once; on the local stage alone."""
        if self._adapters.settings.stage != "local":
            return self.show_unknown("styleguide")
        return self._page("common/styleguide.html")

    def show_unknown(self, page: str) -> Response:
        """Lead on whoever typed an address by hand; a program gets the API's own answer."""
        if "text/html" not in self._request.headers.get(ACCEPT_ASKED, ""):
            raise NotFoundError(page)
        unknown = self._page("public/unknown.html")
        unknown.status_code = 404
        return unknown

    def send_static(self, part: str) -> Response:
        """Send one static file: to be kept for good when asked for by its version."""
        return self._send(part)

    def send_static_of_folder(self, part: str, name: str) -> Response:
        """Send one static file of a folder."""
        return self._send(f"{part}/{name}")

    def _send(self, name: str) -> Response:
        asset = static_files.find(name)
        if asset is None:
            raise NotFoundError(name)
        is_lasting = self._query(self._request).get("v") == static_files.version()
        lifetime = f"public, max-age={_YEAR_SECONDS}, immutable" if is_lasting else "no-cache"
        return Response(asset.body, headers={**asset.headers, "Cache-Control": lifetime})

    def _page(self, template: str, **context: Any) -> Response:
        request = self._request
        lang = self._language(request)
        base_path, path = self._split_path(request)
        query = self._query(request)
        is_chosen = query.pop("lang", None) is not None
        other = urlencode({**query, "lang": "ko" if lang == "en" else "en"})
        county = self._county(request)
        words_of = _page_words(lang, county)
        html = (
            _templates()
            .get_template(template)
            .render(
                base_path=base_path,
                site_url=addresses.site_url(request, self._adapters.settings),
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
            headers["Set-Cookie"] = f"lang={lang}; Path=/; Max-Age={_YEAR_SECONDS}; SameSite=Lax"
        return Response(html, headers=headers)

    def _query(self, request: Request) -> dict[str, str]:
        return dict(request.query_params.items()) if request.query_params else {}

    def _county(self, request: Request) -> County:
        settings = self._adapters.settings
        return self._adapters.wired(CountyWiring).counties.county(
            settings.county_id_of(addresses.host(request.context, request.headers))
        )

    def _language(self, request: Request) -> str:
        asked = self._query(request).get("lang")
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
        public_base_url = self._adapters.settings.public_base_url
        base = urlsplit(public_base_url).path.rstrip("/") if public_base_url else stage_path
        return base, quote(own, safe="/%")


def _page_words(lang: str, county: County) -> "PageWords":
    from chalicelib.web.page_words import PageWords

    return PageWords(lang, county)


@cache
def _pages_of_staff() -> list[str]:
    """The desk's pages; in which order their tabs stand is said in static/staff/tabs.js."""
    found = (_TEMPLATES / "staff" / "pages").glob("*.html")
    return sorted(path.relative_to(_TEMPLATES).as_posix() for path in found)


@cache
def _templates() -> "jinja2.Environment":
    # Not at the top: a till's payment must not wait for templates at a cold start.
    import jinja2

    from chalicelib.core.particles import with_particle

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["with_particle"] = with_particle
    return environment
