"""What a selection of events shows: counts, bars, tables, relations, findings."""
