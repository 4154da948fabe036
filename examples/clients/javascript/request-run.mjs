// Asks for a run of a deployment and prints the id of the command:
//   node request-run.mjs KAFKA REGISTRY DEPLOYMENT_ID [PARAMETERS]
// The id of a deployment is what GET /v1/deployments/FLOW/NAME says; PARAMETERS is a JSON object.
import { randomUUID } from 'node:crypto'
import { AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry'
import { Producer, stringSerializer } from '@platformatic/kafka'

const [kafka, registry, deployment, parameters = '{}'] = process.argv.slice(2)
const topic = 'orrery.commands'
const avro = new AvroSerializer(new SchemaRegistryClient({ baseURLs: [registry] }), SerdeType.VALUE, {
  useLatestVersion: true, // of what the server registered; nothing is registered from here
  subjectNameStrategy: () => `${topic}-dev.orrery.command.RequestRun` // TopicRecordNameStrategy
})
const producer = new Producer({
  clientId: 'request-run',
  bootstrapBrokers: [kafka],
  serializers: { key: stringSerializer, headerKey: stringSerializer, headerValue: stringSerializer }
})

const id = randomUUID()
await producer.send({
  messages: [
    {
      topic,
      key: deployment, // any key will do: a command on another partition is handed on
      value: await avro.serialize(topic, { deployment, parameters }),
      headers: { ce_id: id } // sent again with the same id, it is done once
    }
  ]
})
await producer.close()
console.log(id)
