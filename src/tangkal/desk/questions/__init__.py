"""Citizens' questions: who is to be told, in which family each stands, one answer for all."""
