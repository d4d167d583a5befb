"""What all readers share: text with positions, nodes, entries and references."""
