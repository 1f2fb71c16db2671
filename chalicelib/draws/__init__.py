"""Drawing lots that nobody can tilt: a frozen list, a public value of a time to come, one order.

A draw names its round of public randomness when it is made, and a second one in case. Its list of
entrants, pseudonyms all, is frozen and its SHA-256 published ten minutes before that round at the
least. Then the order is what SHA-256 makes of the round's value, and anybody can work it out again.
Each step is written once, in the bucket with object lock first; nothing is ever drawn again.
`beacon_rounds`, `entrants` and `order` are pure, and serve whatever else is decided by lot.
"""
