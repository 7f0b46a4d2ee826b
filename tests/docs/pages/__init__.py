"""The generated pages of the reference: one module a page, each with `page() -> str`."""
