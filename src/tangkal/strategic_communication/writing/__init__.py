"""Help for whoever writes: how a text reads, what fits, what is open, what clashes."""
