"""Every method's speed and quality, measured. `./tangkal bench --list` names the scenarios."""
