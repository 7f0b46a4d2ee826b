"""The crisis room: levels, team, first hour, log, rhythm, questions, and what was learned."""
