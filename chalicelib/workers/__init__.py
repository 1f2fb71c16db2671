"""Queue consumers and schedules. Each function here is a Lambda of its own, without `app.py`."""
