"""R: have we seen this before?"""
