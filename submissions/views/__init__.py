"""Pages of filing and screening."""
