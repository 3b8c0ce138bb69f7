"""The workshop: what setup, demo, tests and checks need, none of it part of the running product."""
