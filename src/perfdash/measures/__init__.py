"""The register of measures, the reader's selection, and one query function a question."""
