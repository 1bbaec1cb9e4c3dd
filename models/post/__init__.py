"""The mail: what came in, what goes out, and what people do not want to be told."""
