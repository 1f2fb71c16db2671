"""What of a wallet is the sign-up mileage: that alone is taken back."""

from datetime import timedelta

from chalicelib.identity.identities import grant_lots
from chalicelib.ledger.lots import Lot
from tests.builders import NOON
from tests.identity.test_carrying import SOURCE, head


def test_only_the_sign_up_mileage_that_still_lives_is_the_grant() -> None:
    today = NOON.date()
    grant = Lot("mlg_1", "mileage", "signup", 5_000, 1_700, today)
    given_by_staff = Lot("mlg_2", "mileage", "adjustment", 900, 900, None)
    by_a_file = Lot("mlg_3", "mileage", "grt_06H02CHZG0000009", 400, 400, today)
    converted = Lot("vch_4", "policy", "signup", 3_000, 3_000, today)
    wallet = head(SOURCE, grant, given_by_staff, by_a_file, converted)

    assert grant_lots(wallet, today) == (grant,)
    assert grant_lots(wallet, today + timedelta(days=1)) == ()
