"""Money for purchases: taken once by the provider, followed until it is known, given back whole.

Nothing here knows rounds or lots: `ports.Orders` says what a purchase costs and is told what became
of its money. What must be taken back of somebody who has spent it already is a receivable.
"""
