"""The query: its value, its text, and what each clause matches."""
