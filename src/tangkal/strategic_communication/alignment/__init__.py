"""Is a local text in line with the centre's message, and where does it contradict it?"""
