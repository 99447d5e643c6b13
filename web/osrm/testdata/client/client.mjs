// Asks a server as a program that knows only OSRM would: node client.mjs ADDRESS
import { OSRM } from 'osrm-rest-client'

const osrm = OSRM({ osrm: process.argv[2], defaultProfile: 'driving' })
const coordinates = [[-100, 20], [-99.9, 20.1], [-99.9, 20]]
const route = await osrm.route({ coordinates: coordinates.slice(0, 2), overview: 'full', geometries: 'geojson', steps: true, annotations: true })
const table = await osrm.table({ coordinates, sources: [0], destinations: [1, 2] })
const nearest = await osrm.nearest({ coordinates: [[-99.95, 20.01]], number: 2 })
console.log(JSON.stringify({ route, table, nearest }))
