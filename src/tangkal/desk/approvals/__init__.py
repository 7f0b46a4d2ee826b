"""Four eyes: an approval binds one person to one version."""
