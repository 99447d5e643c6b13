# Only the map needs more than Go: its libraries come from npm, at the versions of
# web/package-lock.json, and are embedded by the next go build.

vendor := web/app/vendor
modules := web/node_modules

.PHONY: web
web: $(vendor)/maplibre-gl.mjs

$(vendor)/maplibre-gl.mjs: web/package.json web/package-lock.json Makefile
	cd web && npm ci --ignore-scripts --no-audit --no-fund
	rm -rf $(vendor) && mkdir -p $(vendor)
	cp $(modules)/maplibre-gl/dist/maplibre-gl-worker.mjs $(modules)/maplibre-gl/dist/maplibre-gl-shared.mjs $(modules)/maplibre-gl/dist/maplibre-gl.css $(vendor)
	cp $(modules)/uplot/dist/uPlot.esm.js $(modules)/uplot/dist/uPlot.min.css $(vendor)
	cp $(modules)/@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2 $(vendor)/public-sans.woff2
	cp $(modules)/maplibre-gl/LICENSE.txt $(vendor)/maplibre-gl.LICENSE.txt
	cp $(modules)/uplot/LICENSE $(vendor)/uPlot.LICENSE
	cp $(modules)/@fontsource-variable/public-sans/LICENSE $(vendor)/public-sans.LICENSE
	cp $(modules)/maplibre-gl/dist/maplibre-gl.mjs $(vendor)

# The figures of docs/figures.yaml, which README.md and docs quote, made anew from the reference data.
.PHONY: reproduce
reproduce:
	go run ./docs/reproduce
