"""An index as bytes that are used where they lie: a file of them is mapped into memory and is ready at once."""
