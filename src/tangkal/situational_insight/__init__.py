"""S: which stories are told, by how many, and in whose words."""
