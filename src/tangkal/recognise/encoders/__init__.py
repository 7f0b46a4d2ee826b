"""Optional sentence encoders: a text as a vector that lies near texts of like meaning.

Words alone find most claims. An operator who has a model folder may name it, and the question
path then also finds claims that say the same in other words or another language. Nothing here
is imported, and no library of the extra ``tangkal[encoder]`` is needed, while none is named.
"""
