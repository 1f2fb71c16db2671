"""Half-price trips: an application, the budget that is held for it, and its decision.

Each open trip holds the most that it may be given out of the year's budget: trip, budget and the
applicant's times of the year change in one transaction, so no trip is approved that cannot be paid.
What is refused or not claimed in time gives back what it held, once. `trips` is pure.
"""
