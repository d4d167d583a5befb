"""The detail pane: one event as Rich panels."""
