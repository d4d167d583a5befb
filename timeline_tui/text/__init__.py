"""Text: cleaning what may reach a terminal, folding for comparison, and widths in columns."""
