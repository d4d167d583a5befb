"""Everything that works around Textual, each piece with its reason."""
