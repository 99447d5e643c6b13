// Package replicate reruns the network part of M. Dell, "Trafficking Networks and
// the Mexican Drug War", American Economic Review 105(6), 2015,
// doi:10.1257/aer.20121637, on the data of its public replication archive.
//
// [Open] reads the archive: the road network of 2006 and its twelve periods, in
// each of which the roads of municipalities after a close victory of the PAN are
// closed, and the municipalities that every link runs through. From it come
//
//   - [Archive.Shortest]: every origin sends a unit to the United States along the
//     shortest road; a municipality's flow is the number of origins whose path uses
//     one of its links, and ties are counted;
//   - [Archive.Congested]: the same with congestion at the border, by the Wardrop
//     equilibrium of the paper's cost function;
//   - [Archive.Centrality]: how much longer all paths become when the roads of one
//     municipality are closed, for each of the 2,259;
//   - [Archive.Estimator] and [Estimator.Estimate]: the parameters of congestion,
//     fitted to confiscations by the simulated method of moments;
//   - [Archive.Panel] and [Panel.Table7]: drug-war homicides of municipalities by
//     month, on the predicted flows that the archive publishes: the paper's Table 7.
//
// # What differs from the paper
//
// Its origins, seizures, producers and homicides are confidential. Origins and
// producers are given by the user, and so are the values confiscated: [PublishedParams] cannot
// be estimated again, only from other data or from synthetic ones ([Estimator.Recover]). The
// homicides are those that the government published later. The predicted flows behind Table 7 are the paper's own.
//
// Where shortest paths tie, the published program takes the one that its sparse
// matrices come upon first. Here the lowest arc wins, and [Flows] says how many
// paths are not unique and how far each count could move. Links that join the same two
// nodes are added up and links of no length vanish, as in the published program;
// this archive has neither.
//
// # Limits
//
// An [Archive] is immutable and safe for any number of goroutines. Nodes are
// numbered from 1, as in the archive, wherever people see them, and from 0 as
// [graph.NodeID]. There are no coordinates.
package replicate
