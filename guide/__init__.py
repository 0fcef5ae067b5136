"""Kefir Guide: dietary guidance from cited claims. Start reading at ``guide/advice``."""
