// Prints what a GeoParquet file holds: node parquet.mjs FILE
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const file = await asyncBufferFromFile(process.argv[2])
const metadata = await parquetMetadataAsync(file)
const geo = metadata.key_value_metadata?.find(entry => entry.key === 'geo')
const rows = await parquetReadObjects({ file, compressors })
const top = [] // names of the top level, in order
for (let i = 1, s = metadata.schema; i < s.length; ) {
  top.push(s[i].name)
  i += 1 + (s[i].num_children ?? 0)
}
const plain = (key, value) => typeof value === 'bigint' ? Number(value) : value
console.log(JSON.stringify({ columns: top, geo: geo && JSON.parse(geo.value), rows }, plain))
