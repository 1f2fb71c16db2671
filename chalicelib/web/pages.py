"""Pages for people: server-rendered shells whose scripts call the JSON API; their static files.

A page holds no personal data. It is the same for everybody but for its language (`?lang=`, `lang`
cookie, `Accept-Language`; Korean unless English is asked for). Every link is relative to
`<base>`, since API Gateway may put a stage before the paths.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial, wraps
from typing import TYPE_CHECKING, Any

from chalice import Chalice, NotFoundError, Response
from chalice.app import Request

from chalicelib.aws.adapters import Adapters
from chalicelib.core.errors import UnavailableError
from chalicelib.core.values import SEOUL
from chalicelib.county.counties import County
from chalicelib.web import installable, staff_screens, static_files
from chalicelib.web.developer_pages import DeveloperPages
from chalicelib.web.headers import ACCEPT_ASKED, AGENCY, FILE_ALONE, PAYMENTS, REPORT_FRAME, policy
from chalicelib.web.rendering import YEAR_SECONDS, Renderer, query_of

if TYPE_CHECKING:
    from chalicelib.http.operations import Operation
    from chalicelib.web.county_files import CountyFiles
    from chalicelib.web.home import Home
    from chalicelib.web.status import Status

_TRY_AGAIN_SECONDS = 5
_WALLET_VIEWS = ("pay", "pass", "trips", "buy", "shops", "history", "me", "visit", "rewards")


_PLAIN = {
    "/gate": "gate/gate.html",
    "/merchant": "shop/till.html",
    "/agent": "agent/agent.html",
    "/apply": "public/apply.html",
    "/verify": "public/proof.html",
    "/draws/{draw_id}": "public/draw.html",
    "/photos/{code}": "public/photos.html",
    # The link's code goes to no server by itself.
    "/companion": "public/companion.html",
    # To open it refuses nothing.
    "/refuse/{code}": "public/refusal.html",
    "/privacy": "public/privacy.html",
    "/terms": "public/terms.html",
}
"""By its address, what a page is made of whose script asks the API for the rest."""


def register(
    app: Chalice,
    adapters: Adapters,
    operations: "Callable[[], Sequence[Operation]]",
    document: "Callable[[], dict[str, Any]]",
) -> None:
    """Serve the pages by `app`, over `adapters`; those for developers tell of the `operations` and
    of their OpenAPI `document`."""
    pages = _Pages(app, adapters, operations, document)

    def page(path: str, shown: Callable[..., Response]) -> None:
        app.route(path)(pages.or_unread(shown))

    for path, template in _PLAIN.items():
        page(path, partial(pages.show, template))
    page("/", pages.show_home)
    page("/j/{code}", pages.show_join)
    page("/wallet", pages.show_wallet)
    page("/wallet/{view}", pages.show_wallet_view)
    page("/wallet.webmanifest", pages.send_wallet_manifest)
    page("/wallet-worker.js", pages.send_wallet_worker)
    page("/gate-worker.js", pages.send_gate_worker)
    page("/pay/{purchase_id}", pages.show_pay)
    page("/staff", pages.show_staff)
    page("/staff/{view}", pages.show_staff_view)
    page("/staff/{view}/{item}", pages.show_staff_item)
    page("/docs", pages.developers.show_docs)
    page("/docs/reference", pages.developers.show_reference)
    page("/docs/reference/{operation_id}", pages.developers.show_operation)
    page("/docs/errors", pages.developers.show_errors)
    page("/docs/errors/{code}", pages.developers.show_error)
    page("/status", pages.show_status)
    page("/styleguide", pages.show_styleguide)
    page("/staff/report-frame", pages.show_report_frame)
    # API Gateway wants one name for what stands at one place of the path: here a file, there a
    # folder.
    app.route("/static/{part}")(pages.send_static)
    page("/static/{part}/{name}", pages.send_static_of_folder)
    # What is typed wrongly: API Gateway takes a whole name before a place that stands for any.
    page("/{page}", pages.show_unknown)


class _Pages:
    def __init__(
        self,
        app: Chalice,
        adapters: Adapters,
        operations: "Callable[[], Sequence[Operation]]",
        document: "Callable[[], dict[str, Any]]",
    ) -> None:
        self._app = app
        self._adapters = adapters
        self.developers = DeveloperPages(operations, document, self._page, self.show_unknown)
        self._renderer = Renderer(adapters)

    @cached_property
    def _county_files(self) -> "CountyFiles":
        from chalicelib.web.county_files import CountyFiles

        return CountyFiles(self._adapters)

    @cached_property
    def _home(self) -> "Home":
        # Not at the top, as all that only pages need: a till's payment must not wait for it.
        from chalicelib.web.home import Home

        return Home(self._adapters)

    @cached_property
    def _status(self) -> "Status":
        from chalicelib.web.status import Status

        return Status(self._adapters)

    def or_unread(self, shown: "Callable[..., Response]") -> "Callable[..., Response]":
        """A page that says so itself when a process that has just begun cannot read the table."""

        @wraps(shown)
        def shown_or_unread(**named: str) -> Response:
            try:
                return shown(**named)
            except UnavailableError as error:
                waits = int(error.values.get("retry_after_seconds", _TRY_AGAIN_SECONDS))
                return self._renderer.unread(self._request, retry_after_seconds=waits)

        return shown_or_unread

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
            has_photos=self._home.has_photos,
            places=self._home.places(county_id),
        )

    def show_join(self, code: str) -> Response:
        """Let a person join by the code of a campaign or of one of its booths. What it says of the
        campaign is in the page: on a slow line each further question is a second."""
        scanned = self._home.scanned(self._county(self._request).county_id, code)
        campaign = scanned.campaign
        page = self._page(
            "join/join.html",
            code=code,
            state=scanned.state,
            campaign=campaign,
            has_photos=campaign is not None and self._home.has_photos(campaign),
            booth=scanned.booth,
            why_nothing=scanned.why_nothing,
        )
        if campaign is None:
            page.status_code = 404
        return page

    def show(self, template: str, **named: str) -> Response:
        """Show a page that needs no more than what its address names."""
        return self._page(template, **named)

    def show_wallet(self) -> Response:
        """Show a member's own mileage, vouchers and pay code."""
        return self._page_with(AGENCY, "wallet/wallet.html")

    def show_pay(self, purchase_id: str) -> Response:
        """Let a buyer pay for a purchase, and see what came of it."""
        return self._page_with(PAYMENTS, "pay/pay.html", purchase_id=purchase_id)

    def show_wallet_view(self, view: str) -> Response:
        """Show the same page at the address of one of its views, which its script opens."""
        return self.show_wallet() if view in _WALLET_VIEWS else self.show_unknown(view)

    def send_wallet_manifest(self) -> Response:
        """Say what the wallet is called and looks like as an app of its own."""
        request = self._request
        return installable.manifest_file(self._county(request), self._language(request))

    def send_wallet_worker(self) -> Response:
        """Send the script that opens the wallet where there is no net."""
        return installable.worker_file(self._county(self._request), "wallet")

    def send_gate_worker(self) -> Response:
        """Send the script that opens the gate where there is no net."""
        return installable.worker_file(self._county(self._request), "gate")

    def show_staff(self) -> Response:
        """Show the county's staff today's figures, the reports and the posters."""
        settings = self._adapters.settings
        return self._page(
            "staff/staff.html",
            cognito_endpoint=settings.staff_login_url,
            client_id=settings.staff_client_id,
            pool_id=settings.staff_pool_id,
            pages_of_staff=staff_screens.templates(),
        )

    def show_staff_view(self, view: str) -> Response:
        """Show the same page at the address of one of its views, which its script opens."""
        return self.show_staff() if view in staff_screens.names() else self.show_unknown(view)

    def show_staff_item(self, view: str, item: str) -> Response:
        """Show it at the address of one thing in that view; whether there is one, the API says."""
        return self.show_staff_view(view)

    def show_report_frame(self) -> Response:
        """Be the empty page in which the desk shows a report: styles, as mail has them, no more."""
        frame = self._page("staff/report_frame.html")
        frame.headers["Content-Security-Policy"] = REPORT_FRAME
        return frame

    def show_status(self) -> Response:
        """Say whether joining and paying work now, and whether the night's runs ended."""
        standing = self._status.of(self._county(self._request).county_id)
        checked_at = standing.checked_at.astimezone(SEOUL).strftime("%H:%M")
        return self._page("public/status.html", standing=standing, checked_at=checked_at)

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
        if name.startswith("county/"):
            asset = self._county_files.find(self._county(self._request), name)
        else:
            asset = static_files.find(name)
        if asset is None:
            raise NotFoundError(name)
        is_lasting = query_of(self._request).get("v") == static_files.version()
        lifetime = f"public, max-age={YEAR_SECONDS}, immutable" if is_lasting else "no-cache"
        headers = {"Content-Security-Policy": FILE_ALONE, **asset.headers}
        return Response(asset.body, headers={**headers, "Cache-Control": lifetime})

    def _page_with(self, outside: str, template: str, **context: Any) -> Response:
        """A page on which the scripts and frames of `outside` are let in."""
        page = self._page(template, **context)
        settings = self._adapters.settings
        page.headers["Content-Security-Policy"] = policy(
            settings.staff_login_url, settings.upload_url, agency=outside
        )
        return page

    def _page(self, template: str, **context: Any) -> Response:
        return self._renderer.page(self._request, template, **context)

    def _county(self, request: Request) -> County:
        return self._renderer.county(request)

    def _language(self, request: Request) -> str:
        return self._renderer.language(request)
