"""Bugs planted into replays, keys and the chain."""

from tests.planted.bug import Bug, trap

BUGS = (
    # Replays and keys
    trap(
        "a reference made anew for each delivery",
        "joining/signup_service.py",
        "        reference = reference_of(signup.signup_id)\n",
        '        reference = reference_of(__import__("uuid").uuid4().hex)\n',
    ),
    trap(
        "a reused key returns another payment",
        "ledger/appending.py",
        "            if entry.fingerprint != keys.fingerprint:\n"
        "                raise IdempotencyKeyReusedError\n",
        "",
    ),
    trap(
        "equal requests merged by their content",
        "ledger/appending.py",
        "        if entry.reference == keys.reference:\n",
        "        if entry.reference == keys.reference or entry.fingerprint == keys.fingerprint:\n",
    ),
    trap(
        "a late payment is made after its net-cancel",
        "ledger/appending.py",
        "    if keys.voided_by and any(",
        "    if not keys.reference and any(",
    ),
    trap(
        "the wallet is not read again after a lost race",
        "ledger/chain.py",
        "        for attempt in range(ATTEMPTS_MAX):\n"
        "            window = _Window(self._store, county_id, member_id, self._clock)\n",
        "        window = _Window(self._store, county_id, member_id, self._clock)\n"
        "        for attempt in range(ATTEMPTS_MAX):\n",
    ),
    trap(
        "a second delivery claims the person anew",
        "members/store.py",
        '        return member_id if existing is None else existing["member_id"]\n',
        "        return member_id\n",
    ),
    trap(
        "a new item replaces the one that stands there",
        "aws/dynamodb.py",
        "                ConditionExpression=_KEY_IS_FREE,\n"
        '                ReturnValuesOnConditionCheckFailure="ALL_OLD",\n',
        "",
    ),
    Bug(
        "the rules judge before the replay is looked for",
        "ledger/chain.py",
        "            if prior is not None:\n"
        "                return Outcome(prior, True, window.profile)\n"
        "            draft = decide(window)\n",
        "            draft = decide(window)\n"
        "            if prior is not None:\n"
        "                return Outcome(prior, True, window.profile)\n",
    ),
    Bug(
        "a pay code pays more than once",
        "ledger/appending.py",
        "    if keys.pay_code_id and any(e.pay_code_id == keys.pay_code_id for e in entries):\n"
        "        raise PayCodeUsedError\n",
        "",
    ),
    Bug(
        "one order, another amount, the first answer",
        "ledger/appending.py",
        '            if entry.kind == "redemption" and entry.fingerprint != keys.fingerprint:\n'
        "                raise OrderAlreadyPaidError(paid_amount=-entry.voucher_amount)\n",
        "",
    ),
    Bug(
        "the key of one shop is the key of all",
        "paying/service.py",
        'digest("redemption", merchant.merchant_id, idempotency_key) if',
        'digest("redemption", idempotency_key) if',
    ),
    Bug(
        "one shop's order is every shop's",
        "paying/redemptions.py",
        '    return f"{merchant_id}/{order_id}"\n',
        '    return f"/{order_id}"\n',
    ),
    Bug(
        "the amount is no part of what was asked",
        "paying/service.py",
        '"order_id": order_id, "amount": amount})',
        '"order_id": order_id})',
    ),
    Bug(
        "a cancel's amount is no part of what was asked",
        "paying/cancellations.py",
        '                    "amount": amount,\n                    "expected',
        '                    "expected',
    ),
    Bug(
        "digests are looked for at the wrong places",
        "ledger/idempotency.py",
        "        if position % _DIGEST_BYTES == 0:\n",
        "        if position % _DIGEST_BYTES == 1:\n",
    ),
    Bug(
        "the older generation of digests is dropped",
        "ledger/idempotency.py",
        '        kept = self.current if age < 2 * REPLAY_WINDOW else b""\n',
        '        kept = b""\n',
    ),
    Bug(
        "only the newest page is searched for a replay",
        "ledger/chain.py",
        "        while self._older and not any(e.matches(key) for e in self._entries):\n",
        "        while False:\n",
    ),
    Bug(
        "an expired pay code pays",
        "paying/service.py",
        "            if code is not None and view.now >= code.expires_at:\n"
        "                raise PayCodeExpiredError\n",
        "",
    ),
    Bug(
        "a suspended member pays",
        "paying/service.py",
        "            check_is_active(view.profile)\n",
        "",
    ),
    Bug(
        "a net-cancel may forbid a payment weeks ahead",
        "paying/cancellations.py",
        "            if payment is None and view.now >= code.expires_at + AHEAD_OF_PAYMENT_MAX:\n"
        "                raise PayCodeExpiredError\n",
        "",
    ),
    # The chain
    Bug(
        "time runs backwards with the clock",
        "ledger/appending.py",
        "    now = to_milliseconds(max(now, head.at) if head else now)\n",
        "    now = to_milliseconds(now)\n",
    ),
    Bug(
        "the hash leaves the reason out",
        "ledger/entries.py",
        'if name != "hash"}',
        'if name not in ("hash", "reason")}',
    ),
    Bug(
        "an entry is not linked to the one before",
        "ledger/appending.py",
        "        prev_hash=head.hash if head else GENESIS_HASH,\n",
        "        prev_hash=GENESIS_HASH,\n",
    ),
    Bug(
        "what was read is believed without its hash",
        "ledger/store.py",
        "            check_stored(entries[0])\n",
        "            check_balances(entries[0])\n",
    ),
    Bug(
        "a wallet is read as it was a moment ago",
        "ledger/store.py",
        "            limit=PAGE_ITEMS,\n            consistent=True,\n",
        "            limit=PAGE_ITEMS,\n",
    ),
    Bug(
        "one partition of a day is forgotten",
        "ledger/store.py",
        "            for shard in range(keys.DAY_SHARDS)\n",
        "            for shard in range(keys.DAY_SHARDS - 1)\n",
    ),
    Bug(
        "a profile that changed since is overwritten",
        "aws/dynamodb.py",
        '        nobody_wrote_since = "version = :before"\n',
        '        nobody_wrote_since = "version = :before OR attribute_exists(pk)"\n',
    ),
    Bug(
        "one person is let into another's wallet",
        "members/store.py",
        '        if existing["person_key"] != profile.person_key:\n            raise',
        '        if existing["person_key"] != existing["person_key"]:\n            raise',
    ),
    Bug(
        "an old message revives who left",
        "members/store.py",
        "        if before.left_at is not None and profile.joined_at > before.left_at:\n",
        "        if before.left_at is not None:\n",
    ),
)
