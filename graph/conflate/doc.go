// Package conflate carries attributes from one road network to another that
// shows the same roads elsewhere drawn: the class and toll of today's highways to the
// geometry of an old road map.
//
// Every segment of the target is looked at in the middle of pieces of equal
// length. Each piece votes for the nearest edge of the source that is close
// enough and runs nearly parallel, in either direction. A segment takes the value
// with most votes, column by column, if at least half of its pieces found an
// edge; otherwise its value stays empty. This is the simple form of what J.
// Saalfeld, "Conflation: automated map compilation", Int. J. Geographical
// Information Systems 2(3), 1988, doi:10.1080/02693798808927897, does in rounds.
//
// Limits: a single pass without topology. Parallel roads closer to each other
// than the two drawings are to one another may be taken for one another.
package conflate
