"""Forms: they check shape; the actions decide."""
