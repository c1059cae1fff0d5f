"""What a terminal shows: colours, visible control characters, highlighted code."""
