"""The county's reports, by day, week, month and campaign, and today's dashboard.

A report is a pure function of the entries of its period: the same period gives the same figures.
"""
