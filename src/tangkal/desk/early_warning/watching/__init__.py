"""What a desk plans to look out for, and what it made of what was found."""
