"""What a Prefect server keeps; Orrery keeps no such things, and says what is in their place."""
