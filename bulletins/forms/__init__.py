"""Forms of the bulletins room: they check shape; the actions decide."""
