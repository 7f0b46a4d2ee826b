"""Telegram: what a bot's webhook brings."""
