"""The watch list: what a desk planned to look out for, found in a stream of items.

It watches content. A private person can be no part of it: accounts are followed only where
their source declared them a public institution's or an outlet's.
"""
