package darwin

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
)

// growingList returns a list of unknown length, whose elements have a size. read fills a buffer and returns the number
// of bytes; it is called with larger buffers until one is not filled. ok is false for a list that no call can return:
// its size is an int of C.
func growingList(elementSize int, read func(buffer []byte) (int, error)) (list []byte, ok bool, err error) {
	for count := 128; count <= math.MaxInt32/elementSize; count *= 2 {
		platform.CheckMemory(count * elementSize)
		buffer := make([]byte, count*elementSize)
		n, err := read(buffer)
		if err != nil || n < len(buffer) {
			return buffer[:n], true, err
		}
	}
	return nil, false, nil
}
