"""R: known claims and the matcher that answers for them."""
