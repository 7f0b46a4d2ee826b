"""The desk's shell: layout, components, charts, language and time."""
