"""Bugs planted into lots, payments, cancels, conversions and write-offs."""

from tests.planted.bug import Bug, trap

BUGS = (
    trap(
        "the month's edge by UTC",
        "core/values.py",
        "    return moment.astimezone(SEOUL).date()\n",
        "    return moment.astimezone(UTC).date()\n",
    ),
    trap(
        "an expired voucher pays",
        "paying/redemptions.py",
        "    live = [lot for lot in vouchers if lot.is_live(today)]\n",
        "    live = vouchers\n",
    ),
    trap(
        "a second cancel counts from the beginning",
        "ledger/appending.py",
        "        cancels[redemption_id] = cancels.get(redemption_id, 0) + draft.canceled_amount\n",
        "        cancels[redemption_id] = draft.canceled_amount\n",
    ),
    Bug(
        "a lot is dead on its last day",
        "ledger/lots.py",
        "on <= self.expires_on",
        "on < self.expires_on",
    ),
    Bug(
        "lots without an end are spent first",
        "ledger/lots.py",
        "    return (lot.expires_on or date.max, lot.lot_id)\n",
        "    return (lot.expires_on or date.min, lot.lot_id)\n",
    ),
    trap(
        "what comes back opens a new lot",
        "ledger/lots.py",
        "            returned.append(replace(allocation, amount=part))\n",
        '            returned.append(replace(allocation, lot_id="vch_NEW", amount=part))\n',
    ),
    Bug(
        "what was taken first comes back first",
        "ledger/lots.py",
        "    for allocation in reversed(tuple(taken)):\n",
        "    for allocation in tuple(taken):\n",
    ),
    Bug(
        "a second part goes back where the first went",
        "ledger/lots.py",
        "        skipped = min(already, available)\n",
        "        skipped = min(already, 0)\n",
    ),
    Bug(
        "a lot may hold more than its face",
        "ledger/lots.py",
        "        if not 0 < self.remaining <= self.face:\n",
        "        if not 0 < self.remaining:\n",
    ),
    Bug(
        "a shop above the line takes what was bought",
        "paying/redemptions.py",
        "    usable = [lot for lot in live if merchant.accepts(lot, settings)]\n",
        "    usable = live\n",
    ),
    Bug(
        "payments of nothing and less",
        "paying/redemptions.py",
        "    if not minimum <= amount <= maximum:\n",
        "    if not amount <= maximum:\n",
    ),
    Bug(
        "a payment of one won too much",
        "paying/redemptions.py",
        "    if amount > balance:\n",
        "    if amount > balance + 1:\n",
    ),
    Bug(
        "a suspended shop is paid",
        "paying/redemptions.py",
        "    merchant.check_can_accept()\n",
        "",
    ),
    Bug(
        "a cancel's expectation is not looked at",
        "paying/redemptions.py",
        "    if expected_remaining_amount != remaining:\n",
        "    if expected_remaining_amount < remaining:\n",
    ),
    Bug(
        "a cancel of more than is left",
        "paying/redemptions.py",
        "    if remaining == 0 or (amount is not None and amount > remaining):\n",
        "    if remaining == 0:\n",
    ),
    Bug(
        "the last day of a cancel is lost",
        "paying/redemptions.py",
        "    if seoul_date(now) > last_day:\n",
        "    if seoul_date(now) >= last_day:\n",
    ),
    Bug(
        "a net-cancel forgets what was cancelled before",
        "paying/redemptions.py",
        "        remaining = -redemption.voucher_amount - canceled_amount(head, redemption)\n",
        "        remaining = -redemption.voucher_amount\n",
    ),
    Bug(
        "cancelled amounts are forgotten while a cancel can still come",
        "ledger/appending.py",
        "    oldest = now - timedelta(days=CANCEL_DAYS_MAX + 2)\n",
        "    oldest = now - timedelta(days=1)\n",
    ),
    Bug(
        "mileage that has ended is converted",
        "wallets/conversions.py",
        "    balance = head.live_mileage(today)\n",
        "    balance = head.mileage_balance\n",
    ),
    Bug(
        "the holding cap is one won lower",
        "ledger/vouchers.py",
        "    if cap is not None and held + amount > cap:\n",
        "    if cap is not None and held + amount >= cap:\n",
    ),
    Bug(
        "half a step is converted",
        "wallets/conversions.py",
        "    if mileage % settings.conversion_multiple:\n",
        "    if mileage % settings.conversion_multiple > settings.conversion_multiple // 2:\n",
    ),
    Bug(
        "only mileage is written off",
        "wallets/expiry.py",
        "    expired = [lot for lot in head.lots if not lot.is_live(today)]\n",
        "    expired = [\n"
        '        lot for lot in head.lots if lot.kind == "mileage" and not lot.is_live(today)\n'
        "    ]\n",
    ),
    Bug(
        "a night that failed counts as done",
        "wallets/expirations.py",
        "        if not run.failed:\n            self.store",
        "        if run is not None:\n            self.store",
    ),
    Bug(
        "the job marks today as done",
        "wallets/expirations.py",
        "            self.store.put_expired_through(county_id, today - timedelta(days=1))\n",
        "            self.store.put_expired_through(county_id, today)\n",
    ),
    Bug(
        "what came back into an ended lot is never written off",
        "wallets/expirations.py",
        "                *self._holders_given_back(county_id, day),\n",
        "",
    ),
)
