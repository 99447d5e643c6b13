package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
)

// ask sends one request for the file from a byte on. A refusal is an error.
func (c *Cache) ask(ctx context.Context, s Source, r receipt, from int64) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "corredor")
	request.Header.Set("Accept-Encoding", "identity") // a range of a compressed answer is of no use
	if from > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		request.Header.Set("If-Range", r.validator())
	}
	answer, err := c.client().Do(request)
	if err != nil {
		return nil, explain(err, s)
	}
	if err := refusal(answer, s); err != nil {
		answer.Body.Close()
		return nil, err
	}
	return answer, nil
}

const maxRedirects = 10

func checkRedirect(next *http.Request, before []*http.Request) error {
	if len(before) >= maxRedirects {
		return errRedirects
	}
	if next.URL.Scheme != "https" && before[0].URL.Scheme == "https" {
		return errDowngrade
	}
	return nil
}

var (
	errRedirects = fmt.Errorf("the server sends the request on more than %d times", maxRedirects)
	errDowngrade = errors.New("the server sends the request on to an address without encryption")
)

// refusal is the error of an answer that is not the file, or a part of it.
func refusal(answer *http.Response, s Source) error {
	byHand := fmt.Sprintf("look at %s for the new one", s.Page)
	switch code := answer.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return fmt.Errorf("%s is not there any more: %s (the address may have moved: %s)", s.Address, answer.Status, byHand)
	case code == http.StatusProxyAuthRequired:
		return fmt.Errorf("the proxy wants a name and a password (set HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT)")
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return fmt.Errorf("the server does not hand the file out: %s (it may want a login: see %s)", answer.Status, s.Page)
	case code == http.StatusTooManyRequests || code >= 500:
		return fmt.Errorf("%w: the server is busy: %s", errCut, answer.Status)
	case code == http.StatusRequestedRangeNotSatisfiable:
		return nil // placeOf judges it
	case code != http.StatusOK && code != http.StatusPartialContent:
		return fmt.Errorf("the server answers %s (see %s)", answer.Status, s.Page)
	}
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if kind == "text/html" && !strings.HasPrefix(path.Ext(s.File), ".htm") {
		return fmt.Errorf("a web page came in place of the file (the address may have moved, or wants a login or a network without a portal: %s)", byHand)
	}
	return nil
}

// placeOf says where in the file the body of an answer begins, or that nothing is
// missing. An answer that does not fit the part that is there is errAgain.
func placeOf(answer *http.Response, from int64, r receipt) (begin int64, whole bool, err error) {
	switch answer.StatusCode {
	case http.StatusOK:
		return 0, false, nil // the whole file: it has changed, or the server knows no ranges
	case http.StatusRequestedRangeNotSatisfiable:
		if from > 0 && from == r.Total {
			return 0, true, nil
		}
		return 0, false, fmt.Errorf("%w (%w)", errAgain, errCut)
	}
	var first, last, total int64
	n, _ := fmt.Sscanf(answer.Header.Get("Content-Range"), "bytes %d-%d/%d", &first, &last, &total)
	if n < 2 || first != from || r.Total != 0 && n == 3 && total != r.Total || !r.same(answer) {
		return 0, false, fmt.Errorf("%w (%w)", errAgain, errCut)
	}
	return from, false, nil
}

// validator is what If-Range may carry: a strong ETag, else a date.
func (r receipt) validator() string {
	if r.ETag != "" && !strings.HasPrefix(r.ETag, "W/") {
		return r.ETag
	}
	return r.LastModified
}

// same tells whether an answer is of the version that a part is of.
func (r receipt) same(answer *http.Response) bool {
	etag, date := answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")
	return cmp.Or(etag, r.ETag) == r.ETag && cmp.Or(date, r.LastModified) == r.LastModified
}

// next is what to remember while the body of an answer comes.
func (r receipt) next(s Source, answer *http.Response, begin int64) receipt {
	if begin == 0 {
		r = receipt{Address: s.Address, ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified")}
	}
	if answer.ContentLength >= 0 {
		r.Total = begin + answer.ContentLength
	}
	return r
}
