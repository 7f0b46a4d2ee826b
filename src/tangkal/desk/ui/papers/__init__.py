"""Papers that leave the desk as PDF or DOCX: one content, one look."""
