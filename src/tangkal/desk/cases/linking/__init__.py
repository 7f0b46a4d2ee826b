"""Cases and cases: links with a reason, likely duplicates, and merging."""
