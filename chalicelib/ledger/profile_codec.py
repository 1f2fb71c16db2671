"""The stored form of a profile."""

from typing import Any

from chalicelib.aws.table import Item
from chalicelib.core.values import format_time, parse_time
from chalicelib.ledger import keys
from chalicelib.ledger.profile import (
    Card,
    Consent,
    Consents,
    GuardianConsent,
    NameKeys,
    Profile,
    SealedPerson,
    WithheldGrant,
    Witness,
)


def item_from_profile(profile: Profile) -> Item:
    consents = profile.consents
    person = profile.person
    item = {
        **keys.profile(profile.county_id, profile.member_id)._asdict(),
        "type": "profile",
        "schema": 1,
        "version": profile.version,
        "signup_id": profile.signup_id,
        "person_key": profile.person_key,
        "status": profile.status,
        "name_masked": profile.name_masked,
        "region_code": profile.region_code,
        "relation": profile.relation,
        "consents": [consents.terms, consents.privacy, consents.marketing],
        "joined_at": format_time(profile.joined_at),
        "person": [person.data_key, person.phone, person.name, person.birth_on],
        "consent_changes": [
            [c.kind, c.version, format_time(c.at)] for c in profile.consent_changes
        ],
        "left_at": format_time(profile.left_at) if profile.left_at else None,
        "generation": profile.generation,
        "signed_out_at": format_time(profile.signed_out_at) if profile.signed_out_at else None,
    }
    # It is read with the wallet, and most have none of these: what is not there takes no room.
    if profile.identity_key and profile.identified_at:
        item["identity"] = [profile.identity_key, format_time(profile.identified_at)]
    if profile.withheld:
        item["withheld"] = [profile.withheld.granted_to, profile.withheld.mileage]
    if profile.continues_in:
        item["continues_in"] = [profile.continues_in, profile.continued_generation]
    if profile.came_from:
        item["came_from"] = list(profile.came_from)
    if profile.name_keys:
        item |= keys.named_member(
            profile.county_id, profile.name_keys.name, profile.name_keys.born, profile.member_id
        )
    if profile.witness:
        witness = profile.witness
        item["witness"] = [witness.subject, witness.username, format_time(witness.at)]
    if profile.card:
        card = profile.card
        issued_at = format_time(card.issued_at)
        item["card"] = [card.number, card.code_hash, card.pin_hash, issued_at]
    if profile.guardian:
        guardian = profile.guardian
        item["guardian"] = [
            guardian.data_key,
            guardian.phone,
            guardian.name,
            guardian.relation,
            guardian.version,
            format_time(guardian.at),
        ]
    return item


def profile_from_item(item: Item) -> Profile:
    county_id, member_id = keys.split_wallet(item["pk"])
    identity_key, identified_at = item.get("identity", (None, None))
    continues_in, continued_generation = item.get("continues_in", (None, 1))
    return Profile(
        county_id=county_id,
        member_id=member_id,
        signup_id=item["signup_id"],
        person_key=item["person_key"],
        status=item["status"],
        name_masked=item["name_masked"],
        region_code=item["region_code"],
        relation=item["relation"],
        consents=Consents(*item["consents"]),
        joined_at=parse_time(item["joined_at"]),
        person=SealedPerson(
            data_key=item["person"][0],
            phone=item["person"][1],
            name=item["person"][2],
            birth_on=item["person"][3],
        ),
        consent_changes=tuple(
            Consent(kind, version, parse_time(at))
            for kind, version, at in item.get("consent_changes", ())
        ),
        left_at=parse_time(item["left_at"]) if item.get("left_at") else None,
        generation=item.get("generation", 1),
        signed_out_at=parse_time(item["signed_out_at"]) if item.get("signed_out_at") else None,
        identity_key=identity_key,
        identified_at=parse_time(identified_at) if identified_at else None,
        withheld=WithheldGrant(*item["withheld"]) if "withheld" in item else None,
        continues_in=continues_in,
        continued_generation=continued_generation,
        came_from=tuple(item.get("came_from", ())),
        guardian=_guardian(item["guardian"]) if "guardian" in item else None,
        name_keys=_name_keys(item),
        witness=_witness(item["witness"]) if "witness" in item else None,
        card=_card(item["card"]) if "card" in item else None,
        version=item["version"],
    )


def _guardian(kept: list[Any]) -> GuardianConsent:
    data_key, phone, name, relation, version, at = kept
    return GuardianConsent(
        data_key=data_key,
        phone=phone,
        name=name,
        relation=relation,
        version=version,
        at=parse_time(at),
    )


def _witness(kept: list[str]) -> Witness:
    subject, username, at = kept
    return Witness(subject, username, parse_time(at))


def _card(kept: list[str]) -> Card:
    number, code_hash, pin_hash, issued_at = kept
    return Card(number, code_hash, pin_hash, parse_time(issued_at))


def _name_keys(item: Item) -> NameKeys | None:
    if "by_merchant_pk" not in item:
        return None
    return NameKeys(*keys.split_named_member(item["by_merchant_pk"], item["by_merchant_sk"]))
