# Prints what sf reads: Rscript sf.R FILE LAYER
file <- commandArgs(TRUE)
layer <- sf::st_read(file[1], layer = file[2], quiet = TRUE, stringsAsFactors = FALSE)
table <- sf::st_drop_geometry(layer)
table <- table[setdiff(names(table), "fid")]
columns <- names(table)
cat(jsonlite::toJSON(list(columns = columns, crs = jsonlite::unbox(paste0("EPSG:", sf::st_crs(layer)$epsg)), rows = table), na = "null", digits = 12))
