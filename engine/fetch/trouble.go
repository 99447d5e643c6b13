package fetch

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
)

// explain turns the error of a request into one that says what to do.
func explain(err error, s Source) error {
	var dns *net.DNSError
	var op *net.OpError
	var wrapped *url.Error
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &wrapped) {
		err = wrapped.Err // without the address, which the hint has
	}
	switch {
	case errors.Is(err, errRedirects), errors.Is(err, errDowngrade):
		return fmt.Errorf("%w (the address may have moved: see %s)", err, s.Page)
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return fmt.Errorf("the proxy cannot be reached: %v (is HTTPS_PROXY or HTTP_PROXY right?)", op.Err)
	case errors.As(err, &certificate):
		return fmt.Errorf("%v (does a proxy read the traffic? Name its certificate in SSL_CERT_FILE)", err)
	case errors.As(err, &dns), errors.As(err, &op) && op.Op == "dial": // the numbers of such errors are other ones on Windows
		return fmt.Errorf("%w: %v (is this machine online? Behind a proxy, set HTTPS_PROXY=http://HOST:PORT, or download %s on another machine)",
			errOffline, err, s.Address)
	}
	return fmt.Errorf("%w: %v", errCut, err)
}
