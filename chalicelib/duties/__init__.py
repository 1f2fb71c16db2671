"""What the law has the county report, publish or decide by a day, and that it was done.

Promises: a day follows from dated rules and the calendar alone; what was done, by whom and to
whom is on record, and so is taking it back; of two people at once the second is told.
"""
