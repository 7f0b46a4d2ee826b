"""Tell people outside the desk that a signal waits: e-mail, Telegram, webhook, office chat."""
