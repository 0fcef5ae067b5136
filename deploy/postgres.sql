-- Runs once, when the volume is empty. The conversations database is made by the image itself.
CREATE DATABASE content OWNER guide;
