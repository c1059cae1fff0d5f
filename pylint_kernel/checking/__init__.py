"""What a rule is, which rules run, and running them over files."""
