package worker

import (
	"encoding/binary"
	"fmt"
	"io"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxFrame is how large a frame may be.
const MaxFrame = 64 << 20

// writeFrame writes v as one frame, with one call of Write. A jsontext.Value is taken as
// it is.
func writeFrame(w io.Writer, v any) error {
	b, ready := v.(jsontext.Value)
	var err error
	if !ready {
		b, err = json2.Marshal(v)
	}
	if err != nil {
		return fmt.Errorf("a frame that is no JSON: %w", err)
	}
	if len(b) > MaxFrame {
		return fmt.Errorf("a frame of %d MB is larger than the %d MB allowed", len(b)>>20, MaxFrame>>20)
	}
	frame := make([]byte, 4, 4+len(b))
	binary.BigEndian.PutUint32(frame, uint32(len(b)))
	_, err = w.Write(append(frame, b...))
	return err
}

// readFrame reads one frame into v. The end between two frames is io.EOF.
func readFrame(r io.Reader, v any) error {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > MaxFrame {
		return fmt.Errorf("a frame of %d MB is larger than the %d MB allowed", n>>20, MaxFrame>>20)
	}
	b, err := readN(r, int(n))
	if err != nil {
		return fmt.Errorf("a frame that was cut: %w", err)
	}
	if err := json2.Unmarshal(b, v); err != nil {
		return fmt.Errorf("a frame that is not understood: %w", err)
	}
	return nil
}

// readN reads n bytes without trusting n: memory grows with what really comes.
func readN(r io.Reader, n int) ([]byte, error) {
	const step = 1 << 20
	b := make([]byte, 0, min(n, step))
	for len(b) < n {
		k := min(n-len(b), step)
		b = append(b, make([]byte, k)...)
		if _, err := io.ReadFull(r, b[len(b)-k:]); err != nil {
			return nil, io.ErrUnexpectedEOF
		}
	}
	return b, nil
}
