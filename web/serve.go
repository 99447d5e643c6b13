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
	server.ReadHeaderTimeout, server.ReadTimeout = headerTime, readTime
	server.WriteTimeout, server.IdleTimeout = writeTime, idleTime
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

// Times of a connection.
const (
	headerTime = 5 * time.Second
	readTime   = 15 * time.Second
	writeTime  = 60 * time.Second
	idleTime   = 2 * time.Minute
	closeTime  = 3 * time.Second
)
