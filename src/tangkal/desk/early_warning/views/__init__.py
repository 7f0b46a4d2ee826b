"""The queue's screens: the list, one signal, acts on one and on many, bursts."""
