"""Asks for a run of a deployment and prints the id of the command:

    /usr/bin/python3 request_run.py KAFKA REGISTRY FLOW/NAME [PARAMETERS]

PARAMETERS is a JSON object. It needs Debian's python3-confluent-kafka, python3-avro and
python3-requests.
"""

import hashlib
import io
import struct
import sys
import uuid

from avro.io import BinaryEncoder, DatumWriter
from confluent_kafka import Producer
from confluent_kafka.avro import CachedSchemaRegistryClient, loads

TOPIC = "orrery.commands"


def deployment_id(flow, name):
    """What GET /v1/deployments/FLOW/NAME says too: a UUID of version 8 from the SHA-256 of both."""
    parts = (len(text.encode()).to_bytes(4, "big") + text.encode() for text in (flow, name))
    digest = hashlib.sha256(b"".join(parts)).digest()
    affinity = int.from_bytes(digest[:2], "big")
    first, last = digest[2:8], int.from_bytes(digest[10:18], "big") & ((1 << 58) - 1)
    half = 8 << 60 | (affinity & 0xF) << 58 | last
    return uuid.UUID(f"{first.hex()}8{affinity >> 4:03x}{half:016x}")


def wire_format(schema_id, schema, record):
    """Confluent's: a zero, the number of the schema, Avro."""
    value = io.BytesIO(struct.pack(">bI", 0, schema_id))
    value.seek(0, io.SEEK_END)
    # Avro 1.11 fails on a null where a UUID may be, and not where a text may be.
    plain = loads(str(schema).replace('"logicalType": "uuid"', '"doc": "A UUID"'))
    DatumWriter(plain).write(record, BinaryEncoder(value))
    return value.getvalue()


kafka, registry, deployment, *parameters = sys.argv[1:]
deployment = str(deployment_id(*deployment.split("/")))
schemas = CachedSchemaRegistryClient({"url": registry})
# TopicRecordNameStrategy; nothing is registered from here.
schema_id, schema, _ = schemas.get_latest_schema(f"{TOPIC}-dev.orrery.command.RequestRun")
command = {
    "deployment": deployment,
    "parameters": parameters[0] if parameters else "{}",
    # What has a default in the schema has to be said here all the same.
    "tags": [],
    "priority": 0,
}

command_id = str(uuid.uuid4())
producer = Producer({"bootstrap.servers": kafka})
producer.produce(
    TOPIC,
    key=deployment,  # any key will do: a command on another partition is handed on
    value=wire_format(schema_id, schema, command),
    headers={"ce_id": command_id},  # sent again with the same id, it is done once
    on_delivery=lambda error, _: error and sys.exit(str(error)),
)
producer.flush()
print(command_id)
