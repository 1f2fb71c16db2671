"""Every case of commands that meet, by its name, and a number for each that its seed is made of."""

from tests.races.advert_cases import ADVERT_CASES
from tests.races.campaign_cases import BY_CHANCE, CAMPAIGN_CASES
from tests.races.desk_cases import DESK_CASES
from tests.races.draw_cases import DRAW_CASES
from tests.races.festival_cases import FESTIVAL_CASES
from tests.races.identity_cases import IDENTITY_CASES
from tests.races.invoice_cases import INVOICE_CASES
from tests.races.lottery_cases import LOTTERY_CASES
from tests.races.merchant_cases import MERCHANT_CASES
from tests.races.number_cases import NUMBER_CASES
from tests.races.paper_cases import PAPER_CASES
from tests.races.payment_cases import PAYMENT_CASES
from tests.races.payout_cases import PAYOUT_CASES
from tests.races.photo_cases import PHOTO_CASES
from tests.races.sale_cases import CASES as VALUE_CASES
from tests.races.shop_change_cases import SHOP_CHANGE_CASES
from tests.races.standing_cases import STANDING_CASES
from tests.races.treasury_cases import TREASURY_CASES
from tests.races.trip_cases import TRIP_CASES
from tests.races.visit_cases import VISIT_CASES

__all__ = ["BY_CHANCE", "CASES", "NUMBERS"]

CASES = (
    VALUE_CASES
    | NUMBER_CASES
    | STANDING_CASES
    | DESK_CASES
    | IDENTITY_CASES
    | MERCHANT_CASES
    | SHOP_CHANGE_CASES
    | PAYMENT_CASES
    | PAYOUT_CASES
    | INVOICE_CASES
    | VISIT_CASES
    | FESTIVAL_CASES
    | PHOTO_CASES
    | CAMPAIGN_CASES
    | TRIP_CASES
    | PAPER_CASES
    | DRAW_CASES
    | LOTTERY_CASES
    | TREASURY_CASES
    | ADVERT_CASES
)
NUMBERS = {name: number for number, name in enumerate(CASES)}
