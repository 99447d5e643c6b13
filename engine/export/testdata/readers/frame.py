# Prints what geopandas reads: python3 frame.py FILE LAYER
import json
import sys

import geopandas

layer = geopandas.read_file(sys.argv[1], layer=sys.argv[2])
table = layer.drop(columns="geometry")
print(json.dumps({"columns": list(table.columns), "crs": layer.crs.to_string(), "rows": json.loads(table.to_json(orient="records", double_precision=15))}))
