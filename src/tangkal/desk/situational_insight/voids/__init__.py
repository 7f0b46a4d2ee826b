"""Questions that many people ask and no official page answers."""
