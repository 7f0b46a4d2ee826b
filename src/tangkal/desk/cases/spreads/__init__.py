"""Where a claim circulates: one spread is one post or page; a case has many."""
