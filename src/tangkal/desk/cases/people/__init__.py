"""People on a case: who watches, who is mentioned, who looks at it now."""
