"""Forms of filing and screening: they check shape; the actions decide. Each is imported from its own file."""
