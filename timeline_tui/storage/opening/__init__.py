"""Opening large files: the reading process, its steps and the cache."""
