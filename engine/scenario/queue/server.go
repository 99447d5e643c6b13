package queue

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Server is a NATS server with JetStream inside this program. It keeps messages in memory:
// what counts is in the folder of the job.
type Server struct {
	server *server.Server
	dir    string
	token  string
}

const (
	embeddedPayload = 16 << 20 // bytes of a message
	patience        = 10 * time.Second
)

// Start starts a server that keeps its files in a new folder of dir. Listen is host:port, or
// token@host:port to let in only who knows the token; port 0 is any that is free, "" is no
// port at all.
func Start(dir, listen string) (*Server, error) {
	store, err := os.MkdirTemp(dir, ".partial-queue-")
	if err != nil {
		return nil, err
	}
	opts := &server.Options{ServerName: "corredor", DontListen: listen == "", JetStream: true, StoreDir: store,
		NoLog: true, NoSigs: true, MaxPayload: embeddedPayload}
	if listen != "" {
		if err := listenAt(opts, listen); err != nil {
			os.RemoveAll(store)
			return nil, err
		}
	}
	s, err := server.NewServer(opts)
	if err == nil {
		if s.Start(); !s.ReadyForConnections(patience) {
			s.Shutdown()
			err = errors.New("the NATS server inside the program does not start; is its port taken?")
		}
	}
	if err != nil {
		os.RemoveAll(store)
		return nil, err
	}
	return &Server{s, store, opts.Authorization}, nil
}

func listenAt(opts *server.Options, listen string) error {
	at := listen
	if token, rest, ok := strings.Cut(listen, "@"); ok {
		opts.Authorization, at = token, rest
	}
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return fmt.Errorf("%q is no address; write host:port or token@host:port: %w", at, err)
	}
	if opts.Port, err = strconv.Atoi(port); err != nil {
		return fmt.Errorf("%q is no port", port)
	}
	if opts.Port == 0 {
		opts.Port = server.RANDOM_PORT
	}
	if opts.Host = host; host == "" {
		opts.Host = "127.0.0.1"
	}
	return nil
}

// Connect returns a connection within the program.
func (s *Server) Connect() (*nats.Conn, error) {
	return nats.Connect("", nats.InProcessServer(s.server), nats.Token(s.token), nats.MaxReconnects(-1))
}

// URL is where others reach the server; "" when it has no port.
func (s *Server) URL() string { return s.server.ClientURL() }

// Close stops the server and removes its files.
func (s *Server) Close() {
	s.server.Shutdown()
	s.server.WaitForShutdown()
	os.RemoveAll(s.dir)
}

// Connect connects to a server by its URL, such as nats://token@host:4222, and stays
// connected: a server that is away is waited for.
func Connect(url string) (*nats.Conn, error) {
	nc, err := nats.Connect(url, nats.Name("corredor"), nats.MaxReconnects(-1), nats.ReconnectWait(200*time.Millisecond), nats.Timeout(patience))
	if err != nil {
		return nil, fmt.Errorf("%s: %w (is a nats-server with -js running there?)", hideSecret(url), err)
	}
	return nc, nil
}

// hideSecret keeps a token or password out of messages.
func hideSecret(url string) string {
	if at := strings.LastIndexByte(url, '@'); at >= 0 {
		scheme, _, _ := strings.Cut(url, "://")
		return scheme + "://..." + url[at:]
	}
	return url
}
