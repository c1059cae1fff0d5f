"""Kconfig, makefiles, devicetrees, MAINTAINERS, licences, spelling."""
