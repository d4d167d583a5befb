"""TimelineJS, as JSON and as a sheet."""
