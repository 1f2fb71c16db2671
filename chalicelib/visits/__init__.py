"""Sights of the county: when they are open and what they cost whom, the passes that members show
there, the gates that check them with or without a net, and the book of what was taken and forgone.

A pass proves itself. Of a person, the earliest scan of a day at a facility is the admission, in
whatever order gates report; every other scan is kept and marked, and nobody is charged for it.
"""
