// Package engine runs one study from end to end: load the roads, prepare the
// origins, destinations and municipalities, route every origin to the port it
// reaches at least cost, join the routes with violence, and write the layers.
//
// A [Study] says what to use. It is read from YAML by [ReadStudy] or built in
// code; [Run] answers it with a [Result], and [Result.Write] writes the files. The stages are
// the methods of the run in engine.go, in that order, and each stage's package
// (graph/load, engine/region, engine/hotspot, engine/violence, engine/export)
// can be used alone.
//
// Everything about a road segment is computed once, when the graph is loaded: its
// length, its cost, its row of the overlay. A route is a list of spans of segments,
// so every figure about it is a sum over those rows.
package engine
