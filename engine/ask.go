package engine

import "context"

// Ask answers a study as far as its routes, their flows and the violence along them,
// and leaves exposure, congestion, shocks and other vintages of the roads out: what is
// needed to ask further questions, such as [Result.Alternatives].
func Ask(ctx context.Context, s *Study, opts Options) (*Result, error) {
	r, err := start(ctx, s, opts)
	if err != nil {
		return nil, err
	}
	for _, stage := range []func(context.Context) error{r.prepare, r.route, r.join} {
		if err := stage(ctx); err != nil {
			return nil, err
		}
	}
	r.finishRecord()
	return &r.Result, nil
}
