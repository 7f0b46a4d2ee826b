"""Pages of appeals, of oversight and of data protection."""
