"""The verbs of editing, compiling, signing and registering; nothing else writes in this room."""
