"""Bugs planted into selling, limits, budgets, and paying back."""

from tests.planted.bug import Bug, trap

BUGS = (
    trap(
        "the budget is summed up later",
        "ledger/chain.py",
        "        return self._store.append_with_budget(entry, draft.budget)\n",
        "        return self._store.append(entry)\n",
    ),
    trap(
        "the budget is taken whether or not it is there",
        "aws/dynamodb.py",
        "            if count.change < 0:\n",
        "            if count.change < -(10**12):\n",
    ),
    trap(
        "sold out is said after one shard",
        "sales/service.py",
        "            except BudgetShortError:\n                left = self.rounds.left(round_)\n",
        "            except BudgetShortError:\n"
        '                raise RoundSoldOutError(param="amount", remaining=0) from None\n',
    ),
    trap(
        "sold out is said after a torn reading",
        "sales/service.py",
        "                if again == left:\n"
        "                    raise\n"
        "                left = again\n",
        "                if again is not None:\n                    raise\n",
    ),
    trap(
        "a give-back makes room in the month that is over",
        "ledger/give_back.py",
        "    same_month = same_year and bought_on.month == canceled_on.month\n",
        "    same_month = same_year\n",
    ),
    trap(
        "a give-back makes room in another year",
        "ledger/give_back.py",
        "    same_year = bought_on.year == canceled_on.year\n",
        "    same_year = bought_on.year >= canceled_on.year - 1\n",
    ),
    trap(
        "what comes back after the close is sold again",
        "sales/purchases.py",
        "    to_round = round_.is_open(now)\n",
        "    to_round = True\n",
    ),
    trap(
        "a refund is judged by one fixed share",
        "sales/purchases.py",
        "    if spent * 100 < lot.face * lot.terms.refund_percent:\n",
        "    if spent * 100 < lot.face * 80:\n",
    ),
    trap(
        "a voucher that has ended is refunded",
        "sales/purchases.py",
        "    if not lot.is_live(seoul_date(now)):\n        raise VoucherExpiredError(balance=0)\n"
        "    spent",
        "    spent",
    ),
    trap(
        "a used purchase is taken back whole",
        "sales/purchases.py",
        "    if lot.remaining != lot.face:\n"
        "        raise PurchaseUsedError(remaining=lot.remaining)\n",
        "",
    ),
    Bug(
        "one shard is taken from twice",
        "sales/rounds.py",
        "        part = min(amount, held)\n",
        "        part = amount\n",
    ),
    Bug(
        "the emptiest shards are asked first",
        "sales/rounds.py",
        "key=lambda item: (-item[1], item[0])",
        "key=lambda item: (item[0], -item[1])",
    ),
    Bug(
        "a round of one won too much",
        "sales/rounds.py",
        "        return {n: share + (1 if n < rest else 0) for n in range(self.shard_count)}\n",
        "        return {n: share + (1 if n <= rest else 0) for n in range(self.shard_count)}\n",
    ),
    Bug(
        "a round sells at its closing time",
        "sales/rounds.py",
        "        return self.opens_at <= now < self.closes_at\n",
        "        return self.opens_at <= now <= self.closes_at\n",
    ),
    Bug(
        "a fraction of a won is charged",
        "sales/rounds.py",
        "        return face * (100 - self.discount_percent) // 100\n",
        "        return -(-face * (100 - self.discount_percent) // 100)\n",
    ),
    Bug(
        "a round made twice has its budget twice",
        "sales/store.py",
        '            self._table.put_new({**key._asdict(), "type": "round_budget",',
        '            self._table.put({**key._asdict(), "type": "round_budget",',
    ),
    Bug(
        "the last won of a limit cannot be bought",
        "sales/purchases.py",
        "        if standing.remaining is not None and face > standing.remaining:\n",
        "        if standing.remaining is not None and face >= standing.remaining:\n",
    ),
    Bug(
        "the limit of the year is not looked at",
        "sales/purchases.py",
        "        month(head.purchases, settings, today),\n"
        "        year(head.purchases, settings, today),\n    ):\n",
        "        month(head.purchases, settings, today),\n    ):\n",
    ),
    Bug(
        "a new month begins with the old one's sum",
        "sales/purchases.py",
        "        counters.month_amount if counters.month == this_month else 0,\n",
        "        counters.month_amount,\n",
    ),
    Bug(
        "a new year begins with the old one's sum",
        "sales/purchases.py",
        "        counters.year_amount if counters.year == this_year else 0,\n",
        "        counters.year_amount,\n",
    ),
    Bug(
        "a purchase does not count for the limits",
        "sales/purchases.py",
        "        purchases=_plus(on(head.purchases, today), month=face, year=face),\n",
        "        purchases=_plus(on(head.purchases, today), month=face, year=0),\n",
    ),
    Bug(
        "the price counts for the limits, not the face",
        "sales/purchases.py",
        "        purchases=_plus(counters, month=-to_month, year=-to_year),\n",
        "        purchases=_plus(counters, month=-lot.terms.price, year=-lot.terms.price),\n",
    ),
    Bug(
        "purchases may go above the holding cap",
        "sales/purchases.py",
        "    check_holding_cap(head.live_vouchers(today), face, settings.voucher_holding_cap)\n",
        "",
    ),
    Bug(
        "the last day to take a purchase back is lost",
        "sales/purchases.py",
        "    if today > bought_day(lot) + timedelta(days=settings.purchase_cancel_days):\n",
        "    if today >= bought_day(lot) + timedelta(days=settings.purchase_cancel_days):\n",
    ),
    Bug(
        "the face is paid back for the price",
        "sales/purchases.py",
        "            purchase_id, round_.round_id, -lot.terms.price,",
        "            purchase_id, round_.round_id, -lot.face,",
    ),
    Bug(
        "the rest is paid back with its discount",
        "sales/purchases.py",
        "            -(lot.remaining * lot.terms.price // lot.face),\n",
        "            -lot.remaining,\n",
    ),
    Bug(
        "a fraction of a won is paid back",
        "sales/purchases.py",
        "            -(lot.remaining * lot.terms.price // lot.face),\n",
        "            -lot.remaining * lot.terms.price // lot.face,\n",
    ),
    Bug(
        "what was given free is refunded",
        "sales/purchases.py",
        "    if lot.terms is None:\n        raise VoucherNotRefundableError\n",
        "    if lot.terms is None:\n        raise VoucherNotFoundError\n",
    ),
    Bug(
        "a repeated purchase finds the budget gone to itself",
        "sales/service.py",
        "                left = self.rounds.left(round_)\n            except",
        "                left = self.rounds.left(round_)\n"
        "                spread(amount, left)\n            except",
    ),
    Bug(
        "one key, two amounts, one purchase",
        "sales/service.py",
        'fingerprint({"round_id": round_id, "amount": amount})',
        'fingerprint({"round_id": round_id})',
    ),
    Bug(
        "a refusal for want of budget hides that the place was taken",
        "aws/dynamodb.py",
        "    if codes and codes[0] == failed:\n"
        '        return _TransactionCanceledError("key_taken")\n'
        "    if failed in codes:\n",
        "    if failed in codes:\n",
    ),
    Bug(
        "a refund is paid at two counters",
        "sales/payout_service.py",
        "        if existing.idempotency != payout.idempotency:\n",
        "        if existing.member_id != payout.member_id:\n",
    ),
    Bug(
        "money is paid for an entry that owes none",
        "sales/payout_service.py",
        "        if entry is None or not owed(entry):\n",
        "        if entry is None:\n",
    ),
    Bug(
        "one key of a seller, two members, two sales",
        "staff/idempotency_keys.py",
        "        if bound.fingerprint != wanted.fingerprint:\n",
        "        if bound.digest != wanted.digest:\n",
    ),
    Bug(
        "the figure of a closed round is final at once",
        "sales/round_service.py",
        "            is_final = now >= round_.closes_at + SETTLED_AFTER\n",
        "            is_final = now >= round_.closes_at\n",
    ),
)
