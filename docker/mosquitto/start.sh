#!/bin/sh
# Gives the server its account, then becomes the broker. Accounts of stations are in the same file and are kept.
set -eu

passwords=/mosquitto/data/passwords
touch "$passwords"
chmod 600 "$passwords"
mosquitto_passwd -b "$passwords" clearwell-server "$CLEARWELL_MQTT_PASSWORD"
# The broker gives up root after reading its configuration, and must still read this when told to reload.
chown mosquitto:mosquitto "$passwords"

exec mosquitto -c /mosquitto/config/mosquitto.conf
