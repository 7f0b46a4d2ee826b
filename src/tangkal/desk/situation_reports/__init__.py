"""S: situation reports, from the draft that the worker makes to the edition that somebody signs."""
