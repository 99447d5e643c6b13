# Regresses a column of a panel on a dummy, 1 where another column is above 0, with
# effects of municipality and of state x month, in base R without a package:
#
#   Rscript within.R panel.csv OUTCOME REGRESSOR WEIGHT|1 [LEAVE-OUT ...]
#
# Rows where a LEAVE-OUT column is not 0 are left out. Prints the estimate, its error clustered
# by municipality and state x month with the corrections that are fixest's default, and the
# number of rows.
a <- commandArgs(TRUE)
d <- read.csv(a[1], colClasses = c(code = "character", state = "character"))
for (f in a[-(1:4)]) d <- d[d[[f]] == 0, ]
d$y <- d[[a[2]]]
d$x <- as.numeric(d[[a[3]]] > 0)
d$w <- if (a[4] == "1") 1 else d[[a[4]]]
d <- d[is.finite(d$y) & is.finite(d$w) & d$w > 0, ]
# No effect is shared between states, so each is swept by itself: means of the
# municipalities first, then least squares on what they leave of the dummies of months.
swept <- lapply(split(d, d$state), function(s) {
  m <- cbind(s$y, s$x, model.matrix(~ factor(month) - 1, s)[, -1])
  m <- apply(m, 2, function(v) v - ave(v * s$w, s$code, FUN = sum) / ave(s$w, s$code, FUN = sum))
  r <- lm.wfit(m[, -(1:2)], m[, 1:2], s$w)$residuals
  data.frame(code = s$code, sm = paste(s$state, s$month), w = s$w, y = r[, 1], x = r[, 2])
})
s <- do.call(rbind, swept)
xx <- sum(s$w * s$x^2)
b <- sum(s$w * s$y * s$x) / xx
score <- s$w * s$x * (s$y - b * s$x)
squares <- function(g) sum(rowsum(score, g)^2)
groups <- min(length(unique(s$code)), length(unique(s$sm)))
n <- nrow(s)
meat <- squares(s$code) + squares(s$sm) - sum(score^2)
cat(sprintf("%.15g %.15g %d\n", b, sqrt(meat * groups / (groups - 1) * (n - 1) / (n - 2)) / xx, n))
