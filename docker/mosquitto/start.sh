#!/bin/sh
# Takes the accounts in, adds the TLS listener where there is a certificate, then becomes the broker.
set -eu

config=/mosquitto/config
certs=/mosquitto/certs
made=/mosquitto/data

sh "$config/load-accounts.sh"

cat "$config/mosquitto.conf" >"$made/mosquitto.conf"
if [ -f "$certs/server.crt" ]; then
  install -m 600 -o mosquitto -g mosquitto "$certs/server.crt" "$certs/server.key" "$made/"
  cat "$config/tls.conf" >>"$made/mosquitto.conf"
fi

exec mosquitto -c "$made/mosquitto.conf"
