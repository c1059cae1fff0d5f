"""How long kcheck takes, where the time goes, and how that compares."""
