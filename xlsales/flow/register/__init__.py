"""The register: new rows, and what is handed in (regulation (三) 1)."""
