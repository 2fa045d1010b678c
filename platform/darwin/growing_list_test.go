package darwin

import (
	"errors"
	"math"
	"testing"
)

func TestGrowingListIsNotCut(t *testing.T) {
	const elementSize = 8
	for _, elements := range []int{0, 1, 127, 128, 129, 1 << 20, 1<<20 + 1} {
		list, ok, err := growingList(elementSize, func(buffer []byte) (int, error) { return min(elements*elementSize, len(buffer)), nil })
		equal(t, "bytes", len(list), elements*elementSize)
		equal(t, "complete", ok, true)
		if err != nil {
			t.Error(err)
		}
	}
	failure := errors.New("failure")
	_, _, err := growingList(elementSize, func([]byte) (int, error) { return 0, failure })
	equal(t, "error", err, failure)
}

func TestGrowingListThatNeverEnds(t *testing.T) {
	const elementSize = math.MaxInt32 / 300 // the third buffer would be larger than an int
	sizes := []int{}
	list, ok, err := growingList(elementSize, func(buffer []byte) (int, error) {
		sizes = append(sizes, len(buffer)/elementSize)
		return len(buffer), nil
	})
	equal(t, "buffers", sizes, []int{128, 256})
	equal(t, "list", list, nil)
	equal(t, "complete", ok, false)
	if err != nil {
		t.Error(err)
	}
}
