"""A shop's certificate and poster on the county's desk, for one that cannot print them itself."""

from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Document
from chalicelib.http.operations import Operations
from chalicelib.http.terms import MerchantRef
from chalicelib.merchants.desk_routes import ASKERS, OFFICE
from chalicelib.merchants.paper_routes import (
    NO_PAPERS,
    NewPosterBody,
    PapersAnswer,
    certificate_document,
    papers_answer,
    poster_document,
)
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="merchants")

PATH = "/v1/staff/merchants/{merchant_id}/papers"


@routes.operation(
    "GET",
    PATH,
    summary="Which of a shop's posters is the valid one",
    audience="staff",
    roles=OFFICE,
    answer=PapersAnswer,
    errors=NO_PAPERS,
)
def show_papers_to_staff(call: Call[None], merchant_id: MerchantRef) -> PapersAnswer:
    _, registration = call.wired(MerchantsWiring).papers.of(call.county_id, merchant_id)
    return papers_answer(call, registration)


@routes.operation(
    "GET",
    PATH + "/poster.svg",
    summary="A shop's poster with its standing QR; A4, to be printed",
    audience="staff",
    roles=OFFICE,
    errors=NO_PAPERS,
)
def download_poster_for_shop(call: Call[None], merchant_id: MerchantRef) -> Document:
    kept = call.wired(MerchantsWiring).papers.of(call.county_id, merchant_id)
    return poster_document(call, *kept)


@routes.operation(
    "GET",
    PATH + "/certificate.svg",
    summary="A shop's certificate of registration; A4, to be printed",
    audience="staff",
    roles=OFFICE,
    errors=NO_PAPERS,
)
def download_certificate_for_shop(call: Call[None], merchant_id: MerchantRef) -> Document:
    kept = call.wired(MerchantsWiring).papers.of(call.county_id, merchant_id)
    return certificate_document(call, *kept)


@routes.operation(
    "POST",
    PATH + "/posters",
    summary="A new poster for a shop; from then on the ones before are old",
    audience="staff",
    roles=ASKERS,
    status=201,
    body=NewPosterBody,
    answer=PapersAnswer,
    errors=(*NO_PAPERS, VersionConflictError),
)
def renew_poster_for_shop(call: Call[NewPosterBody], merchant_id: MerchantRef) -> PapersAnswer:
    registration, is_repeated = call.wired(MerchantsWiring).papers.renew_poster(
        call.county_id,
        person_of(call),
        merchant_id,
        replaces=call.body.replaces,
        reason=call.body.reason,
    )
    call.mark_replayed(is_repeated)
    return papers_answer(call, registration)
