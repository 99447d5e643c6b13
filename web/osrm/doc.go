// Package osrm answers the HTTP requests of OSRM's clients (version v1 of its
// protocol) over a road network: route, table and nearest, with OSRM's own codes and messages.
//
// A [Server] is an http.Handler, immutable and safe for any number of requests. Weights
// are those of the metric that it was made with, durations the travel time over the same road.
//
// What a client of OSRM should know: alternatives are those of
// graph/alternative, between two coordinates only; steps follow the numbers of the roads and know no turns; options without effect, such as
// hints, are named in "notes"; nodes of an annotation are not those of OpenStreetMap and are left out. Trip, match and tile do not exist.
package osrm
