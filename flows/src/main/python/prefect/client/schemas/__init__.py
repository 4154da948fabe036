"""The schedules below are all that is here."""
