"""The planted stories of the week, one module each; see each module for what it plants."""

from tangkal.exercises.stories import banjir, bantuan, bbm, chatter, koordinasi, kritik, resmi

PLANTED = (*bbm.STORIES, *bantuan.STORIES, *banjir.STORIES, *kritik.STORIES, *resmi.STORIES)

__all__ = ["PLANTED", "banjir", "bantuan", "bbm", "chatter", "koordinasi", "kritik", "resmi"]
