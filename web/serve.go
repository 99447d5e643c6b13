package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Serve answers on a listener until ctx ends, then lets requests under way finish
// for a few seconds. It returns nil after such an end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	return Serve(ctx, l, &http.Server{Handler: s.handler, MaxHeaderBytes: maxHeaderBytes, ErrorLog: s.log})
}

// Serve runs any server as [Server.Serve] does, with the times that this package
// allows a connection.
func Serve(ctx context.Context, l net.Listener, server *http.Server) error {
	return serve(ctx, l, server, usualTimes)
}

func serve(ctx context.Context, l net.Listener, server *http.Server, t times) error {
	server.ReadHeaderTimeout, server.ReadTimeout = t.header, t.read
	server.WriteTimeout, server.IdleTimeout = t.write, t.idle
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	if err := server.Shutdown(closing); err != nil {
		server.Close() // a client that does not let go
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Loopback reports whether a listener can be reached from this machine only.
func Loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// times are how long a client may take: to send the head of a request, all of it,
// to take the answer, and between two requests.
type times struct{ header, read, write, idle time.Duration }

var usualTimes = times{5 * time.Second, 15 * time.Second, time.Minute, 2 * time.Minute}

// closeTime is how long requests under way may take when the server ends.
const closeTime = 3 * time.Second
