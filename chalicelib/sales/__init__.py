"""Sale rounds and their budgets; buying vouchers, taking a purchase back, change refunds, payouts.

A round never sells more than its budget, and no member buys more than the month's and year's limit.
"""
