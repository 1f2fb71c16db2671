"""The members of before the festival, loaded in bulk.

Over HTTP they would take most of an hour; the rules and stores that make a member are the same:
this process is one more sign-up consumer, on the local cloud's table, with its keys.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chalicelib.aws import keys
from chalicelib.aws.adapters import Adapters
from chalicelib.core.actors import MemberActor
from chalicelib.core.text import mask_name
from chalicelib.core.values import to_base32
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.signups import Signup, member_id_of
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.kinds import EntryKind
from chalicelib.ledger.profile import Consents, SealedPerson
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.totals import keys as totals_keys
from chalicelib.wallets.wiring import WalletsWiring
from infra.demo.plan import BASE_DAYS, FIRST_BASE_DAY, Person

THREADS = 3


def enter(environment: Mapping[str, str]) -> Adapters:
    """Let this process be as a function of the local stack: with its table, queues and keys."""
    os.environ.update(environment)
    return Adapters()


def known_numbers(adapters: Adapters, people: Sequence[Person], county_id: str) -> set[int]:
    """Which of them the ledger has already."""
    store = adapters.wired(LedgerWiring).store
    loaded = {
        (entry.member_id, entry.kind)
        for offset in range(BASE_DAYS)
        for entry in store.entries_on(county_id, FIRST_BASE_DAY + timedelta(days=offset))
    }
    return {p.number for p in people if (member_id_of(_signup_id(p)), _last_kind(p)) in loaded}


def load(adapters: Adapters, people: Sequence[Person], county_id: str) -> Iterator[Person]:
    """Makes them members, and converts for those who did before the festival."""
    with ThreadPoolExecutor(THREADS) as threads:
        yield from threads.map(lambda person: _load(adapters, person, county_id), people)


def forget_day_totals(adapters: Adapters, county_id: str) -> None:
    """Entries were added to days that are over, which only a demo does: the kept totals of those
    days and of all later ones are wrong now. Reports make missing totals again."""
    store = adapters.table
    for item in list(store.query_all(totals_keys.day_totals(county_id, FIRST_BASE_DAY).pk)):
        if item["sk"] >= FIRST_BASE_DAY.isoformat():
            store.delete(keys.Key(item["pk"], item["sk"]))


def _load(adapters: Adapters, person: Person, county_id: str) -> Person:
    signup = _signup(adapters, person, county_id)
    adapters.wired(JoiningWiring).signup_consumer.complete(signup)
    if person.visit and _last_kind(person) == "conversion":
        actor = MemberActor(county_id, member_id_of(signup.signup_id))
        with adapters.clock.simulated(person.visit.converted_at):
            adapters.wired(WalletsWiring).wallets.convert(
                actor,
                mileage=person.visit.mileage,
                idempotency_key=f"demo-{person.number}-convert",
            )
    return person


def _last_kind(person: Person) -> EntryKind:
    """What the bulk load does last for this person."""
    return "conversion" if person.visit and person.logs_in_at is None else "signup"


def _signup_id(person: Person) -> str:
    """Always the same for the same person, so that loading again finds what is there."""
    milliseconds = int(person.joined_at.timestamp() * 1000)
    return f"sgn_{to_base32(milliseconds << 32 | person.number, characters=16)}"


def _signup(adapters: Adapters, person: Person, county_id: str) -> Signup:
    county = adapters.wired(CountyWiring).counties.county(county_id)
    signup_id = _signup_id(person)
    data_key, sealed = adapters.cipher.seal(
        f"{county_id}/{signup_id}",
        {"phone": person.phone, "name": person.name, "birth_on": person.birth_on.isoformat()},
    )
    person_key = adapters.signer.person_key(county_id, person.phone)
    return Signup(
        county_id=county_id,
        signup_id=signup_id,
        person_key=person_key,
        birth_key=adapters.signer.birth_key(person_key, person.birth_on),
        verified_by="",
        person=SealedPerson(data_key=data_key, **sealed),
        name_masked=mask_name(person.name),
        region_code=person.region_code,
        relation=person.relation,
        consents=Consents(
            terms=county.terms_version,
            privacy=county.privacy_version,
            marketing=county.privacy_version if person.marketing else None,
        ),
        campaign_id=None,
        booth_code=None,
        accepted_at=person.joined_at,
        simulated_at=person.joined_at,
    )
