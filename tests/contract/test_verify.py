"""The whole check of a ledger, on a table that answers as the service does."""

from chalicelib.aws.attributes import pack
from chalicelib.ledger.entry_codec import entry_id_of
from infra.verifier import ledger_check
from infra.verifier.ledger_sources import LiveTable
from tests import sample_ledger
from tests.contract.conftest import Storage


def test_the_table_itself_is_checked_page_by_page(real_storage: Storage) -> None:
    storage, sample = real_storage, sample_ledger.build()
    table = storage.open()
    for item in sample.items:
        table.put(item)
    source = LiveTable(storage.client, storage.table_name, page_items=50)

    found = ledger_check.check(source, None)

    assert (found.broken, found.problems) == ([], [])
    assert found.entry_count == len(sample.entries)

    victim = sample.entries[5]
    key = {name: victim[name] for name in ("pk", "sk")}
    changed = victim | {"p": b"\x01" * 32}
    storage.client.put_item(TableName=storage.table_name, Item=pack(changed))
    found = ledger_check.check(source, None)
    assert [(each.entry_id, each.problem) for each in found.broken] == [
        (entry_id_of(victim), "hash")
    ]
    assert storage.client.get_item(TableName=storage.table_name, Key=pack(key))["Item"]
    # botocore reads the answers of others as before.
    assert storage.client.scan(TableName=storage.table_name, Limit=1)["Items"]
