"""I: gate, severity, breakout level, priority."""
