"""Bugs planted into proof, audit, reconciliation and what two people do."""

from tests.planted.bug import Bug, trap

BUGS = (
    # Proof
    trap(
        "a node can be passed off as a leaf",
        "proofs/merkle.py",
        '    return hashlib.sha256(b"\\x00" + leaf).digest()\n',
        "    return hashlib.sha256(leaf).digest()\n",
    ),
    trap(
        "the last leaf of an odd level counts twice",
        "proofs/merkle.py",
        "    return [*above, level[-1]] if len(level) % 2 else above\n",
        "    return [*above, node_hash(level[-1], level[-1])] if len(level) % 2 else above\n",
    ),
    trap(
        "a published root is overwritten",
        "proofs/store.py",
        "        existing = self._table.put_new(\n",
        "        existing = self._table.put(\n",
    ),
    Bug(
        "leaves stand in the order of time",
        "proofs/roots.py",
        "    return tuple(sorted({bytes.fromhex(text) for text in hashes}))\n",
        "    return tuple(bytes.fromhex(text) for text in hashes)\n",
    ),
    Bug(
        "entries that came late are in no tree",
        "proofs/publishing.py",
        "        late = self._late(last, run) if last else ()\n",
        "        late: tuple[str, ...] = ()\n",
    ),
    Bug(
        "days are not linked",
        "proofs/roots.py",
        "root.on == next_day and root.previous == before.hash",
        "root.on == next_day",
    ),
    Bug(
        "leaves that the ledger lacks are published",
        "proofs/publishing.py",
        "        if not set(kept) <= set(found):\n",
        "        if not set(kept) and set(found):\n",
    ),
    Bug(
        "another record in the locked bucket is passed over",
        "proofs/publishing.py",
        "        if self.files.keep_root(county_id, on, content) != content:\n",
        "        if not self.files.keep_root(county_id, on, content):\n",
    ),
    Bug(
        "the published day is not compared with the kept one",
        "proofs/publishing.py",
        "            self._check_kept(last)\n",
        "            pass\n",
    ),
    Bug(
        "a path may be longer than its tree",
        "proofs/merkle.py",
        "    if next(siblings, None) is not None:\n"
        '        raise ValueError("the path is too long")\n',
        "",
    ),
    # Audit
    Bug(
        "verify believes the stored hash",
        "infra/verifier/ledger_audit.py",
        "        if hashlib.sha256(canonical).hexdigest() != stored_hash:\n",
        "        if not stored_hash:\n",
    ),
    Bug(
        "verify does not follow the links",
        "infra/verifier/ledger_audit.py",
        '        if record["prev_hash"] != self._hash:\n',
        '        if not record["prev_hash"]:\n',
    ),
    Bug(
        "verify misses an entry that is gone",
        "infra/verifier/ledger_audit.py",
        '        if record["seq"] != self.entry_count + 1:\n',
        '        if record["seq"] < self.entry_count + 1:\n',
    ),
    Bug(
        "verify does not sum what moved",
        "infra/verifier/ledger_audit.py",
        '        if (record["mileage_amount"], record["voucher_amount"]) != moved:\n',
        '        if record["mileage_amount"] != moved[0]:\n',
    ),
    Bug(
        "verify takes a key that took effect before",
        "infra/verifier/ledger_audit.py",
        "            if at_ms - self._seen_at.get(key, -_WINDOW_MS) < _WINDOW_MS:\n",
        "            if at_ms - self._seen_at.get(key, -_WINDOW_MS) < 0:\n",
    ),
    Bug(
        "verify lets a kind move what it may not",
        "infra/verifier/ledger_audit.py",
        "            if sign is not None and sign != (amount > 0) - (amount < 0):\n",
        "            if sign is None and sign != (amount > 0) - (amount < 0):\n",
    ),
    # Reconciliation
    Bug(
        "an approver who proposed it passes the check",
        "reconciling/approval_check.py",
        "approver is None or proposer.subject == approver.subject:\n",
        "approver is None:\n",
    ),
    Bug(
        "an approval serves any number of entries",
        "reconciling/approval_check.py",
        '!= [("applied", movement.entry_id)]:\n',
        '!= [("applied", step.entry_id) for step in outcome]:\n',
    ),
    Bug(
        "what was refunded is not counted",
        "reconciling/reconciliation.py",
        "        used = self.spent + self.outstanding + self.expired + self.refunded\n",
        "        used = self.spent + self.outstanding + self.expired\n",
    ),
    Bug(
        "an entry that the shop's index lacks is not named",
        "reconciling/merchant_check.py",
        "            for place, line in expected.items()\n",
        "            for place, line in dict[Place, IndexLine]().items()\n",
    ),
    Bug(
        "another entry in the shop's index is not named",
        "reconciling/merchant_check.py",
        "            elif line.digest != row.digest:\n",
        "            elif line.entry_id != row.entry_id:\n",
    ),
    Bug(
        "a wallet's balance need not follow",
        "reconciling/wallet_check.py",
        "    if entry.voucher_balance != balances[1] + entry.voucher_amount:\n"
        '        problems.append("voucher_balance")\n',
        "",
    ),
    Bug(
        "a wallet's links need not follow",
        "reconciling/wallet_check.py",
        "    if entry.prev_hash != (before.hash if before else GENESIS_HASH):\n"
        '        problems.append("hash_link")\n',
        "",
    ),
    # Two people, and files
    Bug(
        "who proposed may approve",
        "approvals/approvals.py",
        "    if proposer is None or proposer.subject == person.subject:\n",
        "    if proposer is None:\n",
    ),
    Bug(
        "a new name makes another person",
        "approvals/approvals.py",
        "    if proposer is None or proposer.subject == person.subject:\n",
        "    if proposer is None or proposer.username == person.username:\n",
    ),
    Bug(
        "what was decided otherwise is decided again",
        "approvals/approvals.py",
        "    if len(steps) >= DECISION and steps[DECISION - 1].name != wanted:\n",
        "    if len(steps) > DECISION and steps[DECISION - 1].name != wanted:\n",
    ),
    Bug(
        "who lost the decision believes to have made it",
        "approvals/proposing.py",
        "        matter = read()\n        check_decision(matter.steps, decision)\n",
        "        matter = read()\n",
    ),
    Bug(
        "a proposal's key stands for another proposal",
        "staff/idempotency_keys.py",
        "    if made.fingerprint != wanted.fingerprint:\n        raise IdempotencyKeyReusedError\n",
        "",
    ),
    Bug(
        "what is taken has no bound",
        "approvals/adjustments.py",
        "        if abs(amount) > maximum:\n",
        "        if amount > maximum:\n",
    ),
    trap(
        "the entry and its outcome in two commits",
        "approvals/adjustment_store.py",
        "        outcome = self._table.put_all_new(\n"
        "            [\n"
        "                item_from_entry(entry),\n"
        "                item_from_step(pk, adjustment.adjustment_id, OUTCOME, applied),\n"
        "            ]\n"
        "        )\n",
        "        outcome = self._table.put_all_new([item_from_entry(entry)])\n"
        "        self._table.put_new(\n"
        "            item_from_step(pk, adjustment.adjustment_id, OUTCOME, applied)\n"
        "        )\n",
    ),
    trap(
        "a row key counts for its file alone",
        "approvals/grant_runs.py",
        "            row_key=row.row_key,\n",
        '            row_key=f"{grant.grant_id}.{row.row_key}",\n',
    ),
    Bug(
        "what is settled is settled again",
        "approvals/outcome_store.py",
        '        if settled == "settled":\n            raise OutcomeExistsError\n',
        "",
    ),
    Bug(
        "a file that nobody approved is granted",
        "approvals/grant_runs.py",
        "        if not grant.is_approved:\n            raise GrantNotApprovedError(grant_id)\n",
        "",
    ),
    trap(
        "an error inside of a 200",
        "http/problems.py",
        "    return Response(json.dumps(body, ensure_ascii=False), headers, error.status)\n",
        "    return Response(json.dumps(body, ensure_ascii=False), headers, 200)\n",
    ),
)
