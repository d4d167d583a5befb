"""The timeline as values, the fields of the file, its JSON Schema, and problems."""
