"""What the build calls: settings and inputs in, artefacts out. One module a craft."""
