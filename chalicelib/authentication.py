"""Who is asking: the one authenticator that every operation is given.

It stands beside the packages, since it knows members, tills and staff, and `http` none of them.
"""

import base64

from chalicelib.aws.adapters import Adapters
from chalicelib.core.actors import Actor, MemberActor
from chalicelib.core.errors import NotAllowedError, NotAuthenticatedError
from chalicelib.http.operations import Operation
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.wiring import StaffWiring


def authenticate(
    adapters: Adapters, operation: Operation, county_id: str, header: str
) -> Actor | None:
    """The actor, or `None` where anyone may ask. Nothing is read for it, but for a till's key and
    for an account of staff that changes something, once a minute."""
    if operation.audience == "anyone":
        return None
    scheme, _, credentials = header.partition(" ")
    scheme, credentials = scheme.lower(), credentials.strip()
    if operation.audience == "merchant":
        return _merchant(adapters, operation, county_id, scheme, credentials)
    if scheme != "bearer" or not credentials:
        raise NotAuthenticatedError
    if operation.audience == "agent":
        return _agent(adapters, operation, county_id, credentials)
    if operation.audience == "staff":
        return _staff(adapters, operation, county_id, credentials)
    return _member(adapters, county_id, credentials)


def _merchant(
    adapters: Adapters, operation: Operation, county_id: str, scheme: str, credentials: str
) -> MerchantActor:
    if scheme == "basic":
        credentials = _user_name(credentials)
    elif scheme != "bearer":
        raise NotAuthenticatedError
    if credentials.startswith(("md_", "ms_")):
        # Not at the top: a till with a key must not wait for what only phones need.
        from chalicelib.shops.wiring import ShopsWiring

        merchant = adapters.wired(ShopsWiring).sessions.authenticate(county_id, credentials)
    else:
        merchant = adapters.wired(MerchantsWiring).merchants.authenticate(county_id, credentials)
    if operation.scope not in merchant.scopes:
        raise NotAllowedError
    return merchant


def _agent(adapters: Adapters, operation: Operation, county_id: str, credentials: str) -> Actor:
    if not credentials.startswith(("at_", "as_")):
        raise NotAuthenticatedError
    # Not at the top: nobody else must wait for what only agents need.
    from chalicelib.agents.wiring import AgentsWiring

    actor = adapters.wired(AgentsWiring).sessions.authenticate(county_id, credentials)
    if operation.scope not in actor.scopes:
        raise NotAllowedError
    return actor


def _staff(adapters: Adapters, operation: Operation, county_id: str, credentials: str) -> Actor:
    if credentials.startswith("gk_"):
        if operation.scope is None:
            raise NotAuthenticatedError
        # Not at the top: staff must not wait for what only gates need.
        from chalicelib.visits.wiring import VisitsWiring

        return adapters.wired(VisitsWiring).gates.authenticate(county_id, credentials)
    staff = adapters.staff_tokens.read(credentials)
    if staff.county_id != county_id or not staff.roles.intersection(operation.roles):
        raise NotAllowedError
    if operation.asks_for_account:
        accounts = adapters.wired(StaffWiring).accounts
        accounts.check(staff, operation.roles, needs_mfa=operation.needs_mfa)
    return staff


def _member(adapters: Adapters, county_id: str, credentials: str) -> MemberActor:
    member = adapters.signer.read_member_token(credentials, adapters.now())
    if member.county_id != county_id:
        raise NotAuthenticatedError
    return member


def _user_name(basic_credentials: str) -> str:
    try:
        return base64.b64decode(basic_credentials, validate=True).decode().partition(":")[0]
    except ValueError as exc:
        raise NotAuthenticatedError from exc
