"""Old registers as data: what their columns mean, what their cells say, what is wrong with a row. No database here."""
