"""What a shop prints itself: its poster and, its owner alone, its certificate; and a new poster."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Document, Shape
from chalicelib.http.operations import Operations
from chalicelib.merchants import business_numbers, papers
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.errors import (
    MerchantNotFoundError,
    PapersEndedError,
    RegistrationNotFoundError,
)
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.paper_service import PosterReason, person_of_shop
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.standing_codes import poster_text, standing_address
from chalicelib.merchants.wiring import MerchantsWiring

routes = Operations(tag="merchants")

SVG = "image/svg+xml"
NO_PAPERS = (MerchantNotFoundError, RegistrationNotFoundError, PapersEndedError)
PosterNumber = Annotated[int, Field(ge=0, examples=[1])]


class PapersAnswer(Shape):
    """The poster of `poster_number` is the valid one: whoever scans an older one is warned."""

    registered_on: date
    """The day of registration."""
    term_begins_on: date
    """The first day of the term, which renews by itself."""
    term_ends_on: date
    """The last day of the term."""
    poster_number: PosterNumber
    """Of the valid poster, from 1; 0 if there is none yet."""
    poster_on: date | None
    """The day of that poster; null if there is none yet."""


class NewPosterBody(Shape):
    replaces: PosterNumber
    """The number of the poster that is valid until now: sent again, it makes no third one."""
    reason: PosterReason
    """Why: somebody put another one over it (`swapped`), it is `lost` or `worn`."""


@routes.operation(
    "GET",
    "/v1/merchant/papers",
    summary="My registration's term, and which poster is the valid one",
    audience="merchant",
    scope="read",
    answer=PapersAnswer,
    errors=NO_PAPERS,
)
def show_shop_papers(call: Call[None]) -> PapersAnswer:
    return papers_answer(call, _own(call)[1])


@routes.operation(
    "GET",
    "/v1/merchant/poster.svg",
    summary="My poster with the standing QR, dated and signed; A4, to be printed",
    audience="merchant",
    scope="read",
    errors=NO_PAPERS,
)
def download_shop_poster(call: Call[None]) -> Document:
    return poster_document(call, *_own(call))


@routes.operation(
    "GET",
    "/v1/merchant/certificate.svg",
    summary="My certificate of registration; A4, to be printed. For the owner alone",
    audience="merchant",
    scope="owner",
    errors=NO_PAPERS,
)
def download_shop_certificate(call: Call[None]) -> Document:
    return certificate_document(call, *_own(call))


@routes.operation(
    "POST",
    "/v1/merchant/posters",
    summary="A new poster; from then on the ones before are old, and payers are told",
    audience="merchant",
    scope="owner",
    status=201,
    body=NewPosterBody,
    answer=PapersAnswer,
    errors=(*NO_PAPERS, VersionConflictError),
)
def renew_shop_poster(call: Call[NewPosterBody]) -> PapersAnswer:
    actor, service = call.actor(MerchantActor), call.wired(MerchantsWiring).papers
    merchant = actor.merchant
    registration, is_repeated = service.renew_poster(
        call.county_id,
        person_of_shop(actor),
        merchant.merchant_id,
        replaces=call.body.replaces,
        reason=call.body.reason,
    )
    call.mark_replayed(is_repeated)
    return papers_answer(call, registration)


def papers_answer(call: Call[Any], registration: Registration) -> PapersAnswer:
    first, last = registration.term_on(seoul_date(call.now()))
    return PapersAnswer(
        registered_on=registration.registered_on,
        term_begins_on=first,
        term_ends_on=last,
        poster_number=registration.poster_number,
        poster_on=registration.poster_on,
    )


def poster_document(call: Call[Any], merchant: Merchant, registration: Registration) -> Document:
    around = _around(call, merchant, registration)
    svg = papers.poster(merchant=merchant, registration=registration, **around)
    return Document(svg, SVG)


def certificate_document(
    call: Call[Any], merchant: Merchant, registration: Registration
) -> Document:
    def opened(name: str) -> str:
        return registration.sealed.open(call.adapters.cipher, name)

    svg = papers.certificate(
        merchant=merchant,
        registration=registration,
        bearer=papers.Bearer(
            opened("owner_name"), business_numbers.shown(opened("business_number"))
        ),
        on=seoul_date(call.now()),
        **_around(call, merchant, registration),
    )
    return Document(svg, SVG)


def _around(call: Call[Any], merchant: Merchant, registration: Registration) -> dict[str, Any]:
    """The county, its emblem, and what the QR code says."""
    counties = call.wired(CountyWiring)
    county = counties.counties.county(call.county_id)
    poster = poster_text(call.adapters.signer, registration)
    return {
        "county": county,
        "emblem": counties.pictures.find(county.county_id, county.emblem)
        if county.emblem
        else None,
        "url": standing_address(call.base_url, merchant.merchant_code, poster),
    }


def _own(call: Call[Any]) -> tuple[Merchant, Registration]:
    merchant = call.actor(MerchantActor).merchant
    return call.wired(MerchantsWiring).papers.of(call.county_id, merchant.merchant_id)
