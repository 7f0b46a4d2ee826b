"""Ways out: what was approved goes to e-mail, Telegram, WhatsApp, websites, paper and pictures."""
