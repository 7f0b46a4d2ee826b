"""Who wants to be told of new answers, of which topic and region, and how they stop it."""
