// Package queue hands the shards of a sweep to workers on any number of machines, over NATS
// JetStream (https://docs.nats.io/nats-concepts/jetstream). A coordinator ([Serve]) owns the folder of the
// job and is the only one who writes to it. Workers ([Work]) need the study, the sweep and a
// connection, and no common file system.
//
// A job has two streams. The stream of work has a message per missing shard; a
// worker pulls one at a time and acknowledges it after its result is stored. What is not
// acknowledged in time, for its worker died, goes to another. The stream of results
// has the last result per shard until the coordinator has put it in the folder. Workers who come
// before the job look for it now and then, and are told when it is there. Any message
// may be lost or come twice: the coordinator looks again and again at what the folder lacks and
// no one is at work on, and a second result has the same bytes as the first.
//
// [Start] runs a server inside the program, without a port unless one is asked for.
//
// # Limits
//
// The result of a shard is one message, compressed; a server takes 1 MB unless it is told
// otherwise, some 10,000 scenarios. A worker that dies is missed after [Options].AckWait, on
// the clock of the server alone. A shard whose worker dies [MaxDeliver] times fails.
package queue
