"""onmin: a county's online residents, their mileage and their vouchers.

A package is a feature, and stands above those it may import; import-linter holds the order
(pyproject.toml)::

    application                          builds the HTTP app over its adapters
    routes | authentication | web        every operation | who is asking | the pages
    reporting                            reports by mail, today's dashboard
    reconciling | dead_letters | fraud   the ledger against itself | failed tasks | signals
    duties | analysis (beside them)      what law wants by a day | what members do over months
    trips                                half-price trips, from application to payment
    comments                             entries to a draw by a comment elsewhere
    festivals                            what members do at a campaign: visits
    visits                               sights: passes, gates, the book of fees
    settlement                           a shop's days, and its money
    wallets | standing | agents          own wallet | who may act | who sells for us
    shops | buying                       a shop's phones and people | vouchers online, in a rush
    paper                                notes: stock, sale, exchange
    cards | paying | sales               printed cards | at a shop | buying vouchers
    cashbacks | looks                    what a payment gives back | emblem and pictures
    merchants | payments | draws         shops' register | money for purchases | lots
    campaigns | uploads (beside them)    what staff make of campaigns | images of people
    totals | joining | approvals         sums of days | sign-up | what two of staff do
    identity                             who a member is, one person, one grant
    proofs | members | staff             published days | profiles | who they are
    notifications                        what a member's browsers are told
    ledger                               the chain of entries
    county                               settings as dated versions
    http | aws | core                    the API's manners | AWS | what knows no feature

Inside a package: ``routes`` and ``worker``, then ``wiring``, services and stores, ``ports``, and
the rules, which are pure. docs/decisions/0012 says why.
"""

import gc

# Importing makes a few hundred thousand objects that stay. Python would look through all of them
# for garbage dozens of times, a tenth of a cold start; a warm function makes little of it.
gc.set_threshold(20_000, 20, 20)
