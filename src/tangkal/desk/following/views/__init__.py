"""Pages of following: the public's own, and the desk's figures."""
