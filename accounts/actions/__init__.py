"""Everything that changes units, people, posts and notices."""
