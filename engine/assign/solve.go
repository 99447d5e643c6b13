package assign

import (
	"context"
	"errors"

	"github.com/corredor-geo/corredor/graph"
)

var errSoon = errors.New("not yet implemented")

// Solve distributes the demand.
func Solve(ctx context.Context, p Problem, o Options) (*Solution, error) { return nil, errSoon }

