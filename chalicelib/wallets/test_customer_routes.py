"""A customer for whoever builds a till and has none yet."""

from pydantic import Field

from chalicelib.http.call import Call, Shape
from chalicelib.http.errors import RouteNotFoundError
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import MemberRef
from chalicelib.ledger.errors import IdentityRequiredError
from chalicelib.wallets.errors import ConversionBelowMinimumError
from chalicelib.wallets.wiring import WalletsWiring

routes = Operations(tag="test")


class TestCustomerBody(Shape):
    """Nothing: every test customer is as every other."""


class TestCustomerAnswer(Shape):
    member_id: MemberRef
    pay_code: str = Field(examples=["test_3N5R8V0XW2"])
    """The last three digits of an amount that is paid with it name how the payment ends."""
    expires_at: Time
    """Until when the pay code pays."""
    balance_amount: int = Field(examples=[5000])
    """Won of vouchers that the customer has."""
    card_code: str = Field(examples=["OC06BX3K9QZ7M2T4WA5N2K8R0TQ4V6X1Z3B7D9F0H2JM"])
    """What a scanner reads off the customer's printed card: for `POST /v1/card-pay-codes`."""
    card_pin: str = Field(examples=["4821"])
    """The PIN of that card."""
    access_token: str
    """A session of the customer's: `POST /v1/me/pay-codes` shows further codes."""


@routes.operation(
    "POST",
    "/v1/test/customers",
    summary="A test customer with vouchers, a pay code and a card; with a test key alone",
    audience="merchant",
    scope="use",
    status=201,
    body=TestCustomerBody,
    answer=TestCustomerAnswer,
    errors=(RouteNotFoundError, IdentityRequiredError, ConversionBelowMinimumError),
)
def make_test_customer(call: Call[TestCustomerBody]) -> TestCustomerAnswer:
    made = call.wired(WalletsWiring).test_customers.make(call.county_id)
    return TestCustomerAnswer(
        member_id=made.member_id,
        pay_code=made.pay_code,
        expires_at=made.pay_code_expires_at,
        balance_amount=made.balance,
        card_code=made.card_code,
        card_pin=made.card_pin,
        access_token=made.access_token,
    )
