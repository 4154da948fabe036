// Prints every event of the log as a line of JSON, from the first one on, and waits for more:
//   node read-events.mjs KAFKA REGISTRY
// Both addresses are in the server's endpoints.json.
import { randomUUID } from 'node:crypto'
import { AvroDeserializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry'
import { Consumer, stringDeserializer } from '@platformatic/kafka'

const [kafka, registry] = process.argv.slice(2)
const avro = new AvroDeserializer(
  new SchemaRegistryClient({ baseURLs: [registry] }),
  SerdeType.VALUE,
  { subjectNameStrategyType: 'TOPIC_RECORD' }
)
const consumer = new Consumer({
  clientId: 'read-events',
  groupId: `read-events-${randomUUID()}`,
  bootstrapBrokers: [kafka],
  // Values stay bytes: Avro in Confluent's wire format. What is not committed is not delivered.
  deserializers: { key: stringDeserializer, headerKey: stringDeserializer, headerValue: stringDeserializer }
})

const events = await consumer.consume({ topics: ['orrery.events'], mode: 'earliest', autocommit: false })
for await (const { topic, headers, value } of events) {
  const attribute = name => headers.get(`ce_${name}`)
  const event = {
    id: attribute('id'), // partition:sequence
    type: attribute('type'), // dev.orrery.RunRequested
    subject: attribute('subject'), // the run, deployment or schedule that it happened to
    time: attribute('time'),
    commandId: attribute('commandid'),
    data: await avro.deserialize(topic, value)
  }
  console.log(JSON.stringify(event))
}
