"""The detail: one event as Rich panels."""
