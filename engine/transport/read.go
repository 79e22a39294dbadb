package transport

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// What can be wrong with a body. Errors of the network itself come as they are.
var (
	errTooLarge = errors.New("the answer is too large")
	errDamaged  = errors.New("the compressed answer is damaged")
)

// readBody reads a response's body, unpacked, up to max bytes. On an error it returns what
// had come.
func readBody(resp *http.Response, max int64) (body []byte, note string, err error) {
	defer resp.Body.Close()
	if resp.Body == http.NoBody {
		return nil, "", nil // HEAD tells a length and sends nothing
	}
	switch encoding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		return unpack(resp.Body, max)
	default:
		note = fmt.Sprintf("The answer is packed with %s, which was not asked for.", short(encoding))
	}
	if resp.ContentLength > max {
		return nil, note, errTooLarge
	}
	body, err = readUpTo(resp.Body, max)
	return body, note, err
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readUpTo reads by way of a shared buffer, so that a body costs its size and no more.
// It believes no length that is told.
func readUpTo(r io.Reader, max int64) ([]byte, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() <= 1<<20 {
			b.Reset()
			buffers.Put(b)
		}
	}()
	_, err := b.ReadFrom(io.LimitReader(r, max+1))
	if int64(b.Len()) > max {
		b.Truncate(int(max))
		err = errTooLarge
	}
	return bytes.Clone(b.Bytes()), err
}

var unpackers sync.Pool

func unpack(r io.Reader, max int64) ([]byte, string, error) {
	z, _ := unpackers.Get().(*gzip.Reader)
	if z == nil {
		z = new(gzip.Reader)
	}
	defer unpackers.Put(z)
	if err := z.Reset(r); err != nil {
		if err == io.EOF {
			return nil, "", nil // said to be packed, and empty
		}
		return nil, "", packed(err)
	}
	b, err := readUpTo(z, max)
	if err == errTooLarge {
		return b, "", err
	}
	return b, "", packed(err)
}

// packed tells damage from a network that failed.
func packed(err error) error {
	var corrupt interface{ Timeout() bool }
	switch {
	case err == nil, err == io.ErrUnexpectedEOF, errors.As(err, &corrupt):
		return err
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), strings.HasPrefix(err.Error(), "flate:"):
		return errDamaged
	}
	return err
}
