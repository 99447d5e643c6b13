// Package fetch brings the public data that studies are made of: a list of
// sources with their address, licence and checksum, and a download that survives a
// bad line.
//
// [Sources] is the list. A [Cache] is a folder with one folder per source;
// [Cache.Fetch] downloads into it, [Cache.Verify] reads what is there again. A
// download that was cut, by the network or by the user, leaves FILE.part, and the
// next Fetch goes on behind it: it asks for the rest with Range and If-Range (RFC
// 9110, 13.1.5 and 14), so that a file which has changed in the meantime is begun
// anew and never stitched together from two versions.
//
// Limits: one file per source; archives are .zip, and are unpacked once, one level
// deep. Two processes may fetch the same source at once only in the sense that
// neither gets a wrong file: one of them fails.
package fetch
