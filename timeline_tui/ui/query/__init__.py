"""The query bar: input, suggestions and the error below it."""
