"""The tipline: a question asked in a chat is answered there, within seconds or when it can be."""
