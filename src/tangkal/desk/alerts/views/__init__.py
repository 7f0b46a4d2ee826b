"""Pages of alerts: history, one's own rules, an administrator's destinations."""
