"""Benchmarks of what the product claims: figures as ratios to a bare page of rows, measured in the same run."""
