"""Where in the lake's files a word, a narrative or a family occurs: an index beside each file."""
