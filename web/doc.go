// Package web serves the interactive map of a study, and the JSON API that the map
// itself is built on, from one program and without any outside service.
//
// [New] makes a [Server] of a study that has been run, [Open] of a folder that a run
// has written, where routes by hand and what-if (package plan) are absent;
// [Server.Serve] listens until its context ends.
// openapi.yaml describes the API and is tested against [Server.Handler]. The page
// itself is plain ES modules in app/, embedded; its two libraries are put into app/vendor
// by `make web`, and a program built without them says so in place of the map.
//
// Every answer that does not depend on the request is made once, compressed once,
// and has an entity tag. Requests are limited in size and time, polygons
// in vertices, what-if in its lists; a bad request gets a 4xx and one line of JSON.
// The page runs under a strict Content-Security-Policy and asks nobody but its own server.
//
// Limits: the server has no users, no encryption and nothing secret. It listens on
// loopback unless told otherwise.
package web
