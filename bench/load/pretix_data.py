"""Gift cards for the load run, and a token to take from them. Runs in pretix's own environment.

Usage: PRETIX_CONFIG_FILE=… venv/bin/python -P pretix_data.py <number of cards> <file for the data>
"""

# mypy: ignore-errors
import json
import os
import sys
from decimal import Decimal
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402
from pretix.base.models import GiftCard, Organizer, Team  # noqa: E402

with scopes_disabled(), transaction.atomic():
    county = Organizer.objects.create(name="County", slug="county")
    team = Team(organizer=county, name="bench", all_events=True, all_organizer_permissions=True)
    team.save()
    cards = []
    for number in range(int(sys.argv[1])):
        card = GiftCard(issuer=county, currency="KRW", secret=f"CARD{number:07d}")
        card.save()
        card.transactions.create(value=Decimal("100000.00"), acceptor=county)
        cards.append(card.pk)
    token = team.tokens.create(name="bench").token
Path(sys.argv[2]).write_text(json.dumps({"token": token, "cards": cards}))
