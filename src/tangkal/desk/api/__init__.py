"""Programs that ask the desk: /api/v1/, by token, under the rules of the screens."""
