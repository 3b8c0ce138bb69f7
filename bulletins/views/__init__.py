"""Pages of the bulletins room, in the order of the road."""
