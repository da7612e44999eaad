"""The page: records → HTML by templates, the routes that serve it, the API, and the Gradio wiring."""
