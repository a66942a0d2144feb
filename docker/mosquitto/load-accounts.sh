#!/bin/sh
# Takes in the accounts that `npm run accounts` wrote, and the server's own. Run it again after they changed, then let the
# broker read them anew (SIGHUP): removed accounts are cut off, the others stay connected.
set -eu

from=${CLEARWELL_ACCOUNTS:-/mosquitto/accounts}
to=${CLEARWELL_BROKER_DATA:-/mosquitto/data}

umask 077
for file in passwords acl; do
  if [ ! -f "$from/$file" ]; then
    echo "$from/$file is not there: npm run accounts -- --help says how to write it" >&2
    exit 1
  fi
  cp "$from/$file" "$to/$file.new"
done
mosquitto_passwd -b "$to/passwords.new" clearwell-server "$CLEARWELL_MQTT_PASSWORD"
# The broker gives up root after reading its configuration, and must still read these when told to reload.
[ "$(id -u)" -ne 0 ] || chown mosquitto:mosquitto "$to/passwords.new" "$to/acl.new"
mv "$to/passwords.new" "$to/passwords"
mv "$to/acl.new" "$to/acl"
