"""The engine of sealed dossiers: sections, print, seal, verifier."""
