"""What all writers share: plain data, reports and prose."""
