package web

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// ServeImpatiently is Serve with times of a connection short enough for a test.
func ServeImpatiently(ctx context.Context, l net.Listener, server *http.Server, header, read time.Duration) error {
	return serve(ctx, l, server, times{header, read, time.Minute, time.Minute})
}

// EndpointName is a path of the API for tests.
type EndpointName struct {
	Path           string
	Methods, Query []string
}

// Endpoints lists what the server answers.
func Endpoints() []EndpointName {
	var list []EndpointName
	for _, e := range (&Server{}).endpoints() {
		list = append(list, EndpointName{e.path, e.methods, e.query})
	}
	return list
}

// Of is the server of an atlas without a network.
func Of(a *atlas.Atlas) *Server { return newServer(a, nil, nil) }
