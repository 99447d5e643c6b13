// Package mexico is the embedded default study: Mexico's trunk roads, the US
// ports of entry and the seaports, the municipalities where drug crops were
// eradicated and laboratories seized, and homicides 2004-2011. It is the material
// of two works: M. Dell, "Trafficking Networks and the Mexican Drug War", AER
// 105(6), 2015, doi:10.1257/aer.20121637, and D. Valle-Jones, "Interactive Map of
// the Drug War in Mexico", 2012.
//
// [FS] holds tables that the project wrote itself from published facts. All are
// UTF-8 CSV with a header; lines that begin with # are comments and name the
// sources. A municipality is its 5-digit INEGI code, text (cvegeo); a place is an
// ASCII slug; coordinates are degrees WGS84.
//
//	places.csv          place, name, cvegeo, lon, lat: junction towns and cities
//	links.csv           from, to, ref, toll, class, km, via: the roads between them
//	exceptions.csv      from, to, reason: links whose km is not the shortest path
//	ports.csv           land ports (BTS code) and seaports (UN/LOCODE)
//	municipalities.csv  seat, area (km2), population of 2010 (persons)
//	eradication.csv     crop, km2 eradicated 1994-2003: marijuana, poppy
//	entries.csv         seaports and southern crossings, where cocaine may enter
//	labs.csv            highest kernel density of laboratory seizures (no unit)
//	homicides.csv       deaths by municipality and year: total, drug_war
//	coverage.csv        first and last month of each homicide series
//	metro.csv           metropolitan areas: area (id), name, cvegeo
//	events.csv          dated events and their places, in English and Spanish
//	study.yaml          the study that puts them together
//
// # Roads
//
// The road network is today's, read from TravelMapping's list of highways
// (waypoints of OpenStreetMap contributors): every federal trunk ref, MEXnn and
// the toll MEXnnD, has at least one link, and about 95 % of their length is
// covered; missing are bypasses that begin and end at the same place, and
// duplicates where two refs run on one road. Links between places of one city, and
// those that close a detour, may be city streets or state roads. A link goes both
// ways. class is autopista (a toll trunk, ref ends in D), federal (a road of the
// federal list that is not a toll trunk) or state (any other, some of them tolled).
//
// km is the length along the road between the road vertices nearest to the two
// places, on the ellipsoid. A parallel free or toll road is measured along its own
// ref: the shortest path when a kilometre off the ref counts double (four times
// where the ref would otherwise be lost). exceptions.csv lists each link that
// therefore differs by more than 6 % from the plain shortest path, and those where
// the source does not join a road to its town: km then adds the straight gap. Two
// roads to the border, to Los Algodones and El Sásabe, are not in the source; their
// km come from the Digital Chart of the World, about 1992. via has waypoints at
// bends, rounded to 3 decimals, or towns; the line stays within about 5 km of the
// road, except near a place that lies off it (13 km at most).
//
// # Ports
//
// trucks_2010 counts trucks that entered the United States. lanes (commercial) and
// containers are Dell's capacities of her 19 crossings and 7 seaports; the archive
// names the municipality of each link to the sink, which identifies them. Juárez
// holds two US ports: its 15 lanes are El Paso's, for the road distances from that
// node to Palomas and Ojinaga fit no other. containers has no unit in the archive
// (the figures look like 10,000 containers a year). Andrade, Santa Teresa and the
// ports without trucks have no lanes there; empty is unknown, not zero.
//
// # Areas and events
//
// Metropolitan areas are the 56 that CONAPO, INEGI and SEDESOL delimited in 2005, for
// that is what the homicide files code; the list of 2010 has 59. The first municipality
// of an area is the most populous. events.csv is a short list of well-known events, for
// marking series; it is no data set, and nothing follows from what it lacks. An event
// of a state has two digits as its place.
//
// # Limits
//
// The 2,454 municipalities are the frame of the homicide files: 14125 counts in
// 14008, 23009 in 23008, and 23010 (of 2011) in 23004. Areas are of the 2015
// polygons. Eradication has only the 88 and 97 highest municipalities, and its
// source prints no unit; km2 is the reading consistent with its size. labs.csv has
// only municipalities with a grid cell of at least 1: the highest among the cells
// whose centre lies in the municipality. In homicides.csv an absent row is zero
// within the coverage and an empty cell is not covered: drug_war has December only
// in 2006 and January to September in 2011; total ends with 2010.
package mexico
