"""Prints every event of the log as a line of JSON, from the first one on, and waits for more:

    /usr/bin/python3 read_events.py KAFKA REGISTRY

Both addresses are in the server's endpoints.json. It needs Debian's python3-confluent-kafka,
python3-avro and python3-requests.
"""

import json
import sys
import uuid

from confluent_kafka import Consumer
from confluent_kafka.avro import CachedSchemaRegistryClient, MessageSerializer

kafka, registry = sys.argv[1:]
avro = MessageSerializer(CachedSchemaRegistryClient({"url": registry}))
consumer = Consumer(
    {
        "bootstrap.servers": kafka,
        "group.id": f"read-events-{uuid.uuid4()}",
        "isolation.level": "read_committed",
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    }
)
consumer.subscribe(["orrery.events"])

while True:
    record = consumer.poll(1.0)
    if record is None:
        continue
    if record.error():
        sys.exit(str(record.error()))
    attributes = {name: value.decode() for name, value in record.headers()}
    event = {
        "id": attributes["ce_id"],  # partition:sequence
        "type": attributes["ce_type"],  # dev.orrery.RunRequested
        "subject": attributes["ce_subject"],  # the run, deployment or schedule
        "time": attributes["ce_time"],
        "commandId": attributes.get("ce_commandid"),
        "data": avro.decode_message(record.value()),
    }
    print(json.dumps(event, default=str), flush=True)
