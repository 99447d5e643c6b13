#!/usr/bin/env python3
"""Writes roads.geojson, the roads of a made-up island, in every other format that
corredor reads, with programs that are not corredor: GDAL, osmium and Octave.

    cd testdata/island && python3 make.py
"""
import json
import os
import subprocess

roads = json.load(open("roads.geojson"))["features"]
nodes = {}  # position -> number from 1
for road in roads:
    for end in (0, -1):
        nodes.setdefault(tuple(road["geometry"]["coordinates"][end]), len(nodes) + 1)


def run(*command, **kwargs):
    subprocess.run(command, check=True, **kwargs)


def length(points):
    """Metres on the ellipsoid, by PROJ's geod."""
    text = "".join(f"{a[1]} {a[0]} {b[1]} {b[0]}\n" for a, b in zip(points, points[1:]))
    out = subprocess.run(["geod", "-I", "-f", "%.6f", "-F", "%.6f", "+ellps=WGS84"], input=text, capture_output=True, text=True, check=True)
    return sum(float(line.split()[2]) for line in out.stdout.splitlines())


links = []  # from, to, metres, properties
for road in roads:
    line = road["geometry"]["coordinates"]
    links.append((nodes[tuple(line[0])], nodes[tuple(line[-1])], length(line), road["properties"]))

for name in ("roads.shp", "roads.gpkg", "utm.shp", "roads.zip"):
    if os.path.exists(name):
        os.remove(name)
run("ogr2ogr", "-lco", "ENCODING=ISO-8859-1", "roads.shp", "roads.geojson")
run("ogr2ogr", "-lco", "ENCODING=UTF-8", "-t_srs", "EPSG:32631", "utm.shp", "roads.geojson")
run("ogr2ogr", "-f", "GPKG", "roads.gpkg", "roads.geojson", env={**os.environ, "OGR_CURRENT_DATE": "2026-01-01T00:00:00Z"})
run("zip", "-qX", "roads.zip", "roads.shp", "roads.shx", "roads.dbf", "roads.prj", "roads.cpg")
run("gzip", "-kfn9", "roads.geojson")

with open("nodes.csv", "w") as f:
    f.write("id,lon,lat\n")
    f.writelines(f"{n},{lon},{lat}\n" for (lon, lat), n in nodes.items())
with open("edges.csv", "w") as f:
    f.write("from,to,length_km,ref,class,toll\n")
    f.writelines(f"{a},{b},{m / 1000:.9f},{p['ref']},{p['class']},{str(p['toll']).lower()}\n" for a, b, m, p in links)

with open("island.gr", "w") as f:
    f.write(f"c a made-up island, metres\np sp {len(nodes)} {2 * len(links)}\n")
    f.writelines(f"a {a} {b} {m:.0f}\na {b} {a} {m:.0f}\n" for a, b, m, _ in links)
with open("island.co", "w") as f:
    f.write(f"p aux sp co {len(nodes)}\n")
    f.writelines(f"v {n} {round(lon * 1e6)} {round(lat * 1e6)}\n" for (lon, lat), n in nodes.items())

with open("island_net.tntp", "w") as f:
    f.write(f"<NUMBER OF ZONES> 2\n<NUMBER OF NODES> {len(nodes)}\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> {2 * len(links)}\n<END OF METADATA>\n\n")
    f.write("~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;\n")
    for a, b, m, p in links:
        for one, other in ((a, b), (b, a)):
            f.write(f"\t{one}\t{other}\t1000\t{m / 1000:.9f}\t{m / 1000:.3f}\t0.15\t4\t60\t{int(p['toll'])}\t1\t;\n")
with open("island_node.tntp", "w") as f:
    f.write("Node\tX\tY\t;\n")
    f.writelines(f"{n}\t{lon}\t{lat}\t;\n" for (lon, lat), n in nodes.items())

points, ways = {}, []
for road in roads:
    refs = [points.setdefault(tuple(p), len(points) + 1) for p in road["geometry"]["coordinates"]]
    p = road["properties"]
    tags = {"highway": p["class"], "ref": p["ref"], "name": p["name"], "toll": "yes" if p["toll"] else None, "bridge": "yes" if p["bridge"] else None, "layer": "1" if p["bridge"] else None}
    if p["class"] == "motorway":
        tags["oneway"] = "no"
    ways.append((refs, {k: v for k, v in tags.items() if v}))


def quote(text):
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


with open("island.osm", "w") as f:
    f.write('<osm version="0.6">\n')
    f.writelines(f'<node id="{n}" version="1" lat="{lat}" lon="{lon}"/>\n' for (lon, lat), n in points.items())
    for i, (refs, tags) in enumerate(ways, 1):
        f.write(f'<way id="{i}" version="1">' + "".join(f'<nd ref="{r}"/>' for r in refs) + "".join(f'<tag k="{k}" v="{quote(v)}"/>' for k, v in tags.items()) + "</way>\n")
    f.write("</osm>\n")
run("osmium", "cat", "--overwrite", "--no-progress", "-o", "island.osm.pbf", "island.osm")
os.remove("island.osm")

columns = [[a for a, *_ in links], [b for _, b, *_ in links], [m / 1000 for _, _, m, _ in links]] + [[0] * len(links)] * 5
for name, version in (("RoadNet.mat", "-v6"), ("RoadNet7.mat", "-v7")):
    cells = ", ".join("[" + "; ".join(f"{x:.9f}" for x in c) + "]" for c in columns)
    run("octave-cli", "--quiet", "--eval", f'Network = {{{cells}}}; save("{version}", "{name}", "Network");')
