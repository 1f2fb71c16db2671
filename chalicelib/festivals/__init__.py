"""What members do at a campaign, and are rewarded for: visits.

Each reward is one entry out of the campaign's budget, once a person as its terms say, whatever is
sent again (docs/decisions/0053).
"""
