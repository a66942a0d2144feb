"""A station in Python: pip install paho-mqtt, then: echo '{"ph": 7.4}' | python3 logger.py 127.0.0.1 1883 zz zz-101

Each line of standard input is what the probes say at that moment, channel by channel. MQTT_USERNAME and MQTT_PASSWORD
name its account; MQTT_CA, the file of an authority, makes it speak TLS.
"""
import json, os, sys, threading, time
from datetime import datetime, timezone
import paho.mqtt.client as mqtt

host, port, region, station = sys.argv[1:]
kept = []  # Not acknowledged yet. A logger for the field keeps them on its disk, for seven days.
answered = threading.Event()

def topic(kind):
    return f"clearwell/v1/{region}/{station}/{kind}"

def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")

def greet(client, userdata, flags, reason, properties):
    print("connected" if not reason.is_failure else f"refused: {reason}", file=sys.stderr)
    answered.set()
    client.publish(topic("status"), json.dumps({"online": True, "at": now()}), qos=1, retain=True)

def send(fresh=None):
    """Sends what is kept, oldest first, and forgets it once it is acknowledged; `fresh` was sampled just now."""
    while kept and client.is_connected():
        batch = [{**reading, "historical": reading is not fresh} for reading in kept[:1000]]
        message = client.publish(topic("readings"), json.dumps({"readings": batch}), qos=1)
        if message.rc != mqtt.MQTT_ERR_SUCCESS:
            return
        message.wait_for_publish(timeout=30)
        if not message.is_published():
            return  # Sent again with the next reading: a duplicate costs nothing.
        del kept[:len(batch)]
        print(f"{len(batch)} acknowledged", file=sys.stderr)

client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=station)
client.username_pw_set(os.environ.get("MQTT_USERNAME"), os.environ.get("MQTT_PASSWORD"))
if "MQTT_CA" in os.environ:
    client.tls_set(ca_certs=os.environ["MQTT_CA"])
client.will_set(topic("status"), json.dumps({"online": False}), qos=1, retain=True)
client.on_connect = greet
client.connect_async(host, int(port), keepalive=60)
client.loop_start()
answered.wait(timeout=10)  # Without a broker it samples all the same.

for line in sys.stdin:
    kept.append({"sampledAt": now(), "values": json.loads(line)})
    send(fresh=kept[-1])
while kept:
    time.sleep(1)
    send()
client.publish(topic("status"), json.dumps({"online": False, "at": now()}), qos=1, retain=True).wait_for_publish(10)
client.disconnect()
