package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// errCut is a line that broke, or a server that was busy: worth another try.
var errCut = errors.New("the line broke")

// errOffline is a server that was not reached: worth another try only while a
// download is under way.
var errOffline = errors.New("the server was not reached")

// errAgain asks for another try from the first byte.
var errAgain = errors.New("the part that is there belongs to another version")

// download fills the partial file of a source. It returns how many bytes of it
// were there before.
func (c *Cache) download(ctx context.Context, s Source) (resumed int64, err error) {
	pause := cmp.Or(c.Pause, time.Second)
	for try := range cmp.Or(c.Tries, 5) {
		if try > 0 {
			if err := sleep(ctx, pause); err != nil {
				return 0, err
			}
			pause *= 2
		}
		var from int64
		from, err = c.attempt(ctx, s)
		if try == 0 {
			resumed = from
		}
		switch {
		case err == nil:
			return resumed, nil
		case ctx.Err() != nil:
			return 0, context.Cause(ctx)
		case errors.Is(err, errAgain):
			resumed = 0
		case errors.Is(err, errOffline) && try > 0:
		case !errors.Is(err, errCut):
			return 0, err
		}
	}
	return 0, fmt.Errorf("%w (what has come is kept: run the same command again to go on, or download %s by hand to %s)", err, s.Address, c.Path(s))
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// attempt asks once for what is missing, and appends what comes. It returns where
// it began.
func (c *Cache) attempt(ctx context.Context, s Source) (from int64, err error) {
	ctx, watch := watchdog(ctx, cmp.Or(c.Patience, time.Minute))
	defer watch.stop()
	r := c.readReceipt(s)
	if r.Address == s.Address && r.validator() != "" { // else nothing says which version a part is of
		from = c.Look(s).Bytes
	}
	answer, err := c.ask(ctx, s, r, from)
	if err != nil {
		return from, err
	}
	defer answer.Body.Close()
	begin, whole, err := placeOf(answer, from, r)
	switch {
	case err != nil:
		c.removeReceipt(s)
		return from, err
	case whole:
		return from, nil
	}
	r = r.next(s, answer, begin)
	if s.Bytes != 0 && r.Total != 0 && r.Total != s.Bytes {
		return begin, fmt.Errorf("%w: the server offers %d bytes, the table of sources has %d (its publisher has replaced it: see %s)", ErrSum, r.Total, s.Bytes, s.Page)
	}
	part, err := os.OpenFile(c.partial(s), os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return begin, fmt.Errorf("cannot write to the cache: %w", err)
	}
	defer part.Close()
	if err := cmp.Or(part.Truncate(begin), c.writeReceipt(s, r)); err != nil {
		return begin, err
	}
	return begin, c.receive(part, watch.reader(answer.Body), begin, r.Total)
}

// receive appends the body at begin, and wants as many bytes as were promised.
func (c *Cache) receive(part *os.File, body io.Reader, begin, total int64) error {
	if _, err := part.Seek(begin, io.SeekStart); err != nil {
		return err
	}
	most := cmp.Or(c.MaxBytes, 50<<30)
	if total > most {
		return fmt.Errorf("the server offers %d bytes, more than the limit of %d", total, most)
	}
	done := begin
	buffer := make([]byte, 256<<10)
	for {
		n, readErr := body.Read(buffer)
		if _, err := part.Write(buffer[:n]); err != nil {
			return fmt.Errorf("%w (what has come is kept: make room and run the same command again)", err)
		}
		done += int64(n)
		if c.Progress != nil {
			c.Progress(done, total)
		}
		switch {
		case done > most:
			return fmt.Errorf("more than the limit of %d bytes came", most)
		case readErr == io.EOF && (total == 0 || done == total):
			return nil
		case readErr == io.EOF:
			return fmt.Errorf("%w after %d of %d bytes", errCut, done, total)
		case readErr != nil:
			return fmt.Errorf("%w after %d of %d bytes: %v", errCut, done, total, readErr)
		}
	}
}

func (c *Cache) client() *http.Client {
	if c.Client != nil {
		return c.Client
	}
	return &http.Client{CheckRedirect: checkRedirect}
}
