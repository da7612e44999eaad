"""The page: records → escaped HTML, the routes that serve it, the Gradio wiring (`blocks.py` alone)."""
