"""One module a format; see ``scanner.report.registry``."""
