// Runs Bluesky's PDS with a PLC directory in memory, both on loopback, until standard input ends: the tests hold the
// other end, and a killed test run takes its server along. Prints "ready" when it listens.
// Configuration: https://github.com/bluesky-social/atproto/blob/main/packages/pds/src/config/env.ts
const crypto = require('crypto')
const fs = require('fs')
const net = require('net')
const path = require('path')

const [modules, dataDirectory, port, plcPort] = process.argv.slice(2)
const load = (name) => require(require.resolve(name, { paths: [modules] }))

// both servers listen on every address of the machine and have no setting for it
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (where, ...rest) {
  const options = typeof where === 'object' && where ? { ...where } : { port: Number(where) }
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...rest.filter((each) => typeof each === 'function'))
}

async function main() {
  const { PlcServer, Database } = load('@did-plc/server')
  const { PDS, envToCfg, envToSecrets } = load('@atproto/pds')
  const plc = PlcServer.create({ db: Database.mock(), port: Number(plcPort) })
  await plc.start()
  fs.mkdirSync(dataDirectory, { recursive: true })
  const env = {
    port: Number(port),
    hostname: 'localhost',
    devMode: true,
    dataDirectory,
    blobstoreDiskLocation: path.join(dataDirectory, 'blobs'),
    didPlcUrl: `http://127.0.0.1:${plcPort}`,
    bskyAppViewUrl: 'http://127.0.0.1:9', // nobody there: the account pages do not need the network's other servers
    bskyAppViewDid: 'did:web:appview.invalid',
    inviteRequired: false,
    rateLimitsEnabled: false,
    disableSsrfProtection: true,
    acceptingImports: true,
    crawlers: [],
    trustedOAuthClients: [],
    rateLimitBypassIps: [],
    handleBackupNameservers: [],
    serviceHandleDomains: ['.test'],
    dpopSecret: crypto.randomBytes(32).toString('hex'),
    jwtSecret: crypto.randomBytes(16).toString('hex'),
    adminPassword: crypto.randomBytes(16).toString('hex'),
    plcRotationKeyK256PrivateKeyHex: crypto.createHash('sha256').update('tests').digest('hex'),
  }
  const pds = await PDS.create(envToCfg(env), envToSecrets(env))
  await pds.start()
  const end = async () => {
    try {
      await pds.destroy()
      await plc.destroy()
    } finally {
      process.exit(0)
    }
  }
  process.on('SIGTERM', end)
  process.stdin.on('end', end).resume()
  console.log('ready')
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
