package freebsd

import (
	"fmt"
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

const na = platform.NA

var nan = math.NaN()

// equal compares by the printed form, in which NaN equals NaN.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want); g != w {
		t.Errorf("%s = %s, want %s", what, g, w)
	}
}

// decoded returns a value that was decoded without an error.
func decoded[T any](value T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
		return value
	}
}

// isMalformed checks that an answer was refused, by an error with a number.
func isMalformed(t *testing.T, what string, err error) {
	t.Helper()
	if e, ok := err.(*platform.Error); !ok || e.Code != platform.OS || e.OSError != errnoBadMessage || e.What != "answer" {
		t.Errorf("%s: %#v, want an error about a malformed answer", what, err)
	}
}

// putText stores a text at an offset.
func putText(r layout.Record, offset int, text string) { copy(r[offset:], text) }

func join(records ...layout.Record) (b []byte) {
	for _, r := range records {
		b = append(b, r...)
	}
	return b
}

func record32(size int32, length int) layout.Record {
	r := make(layout.Record, length)
	layout.Put(r, layout.Field[int32](0), size)
	return r
}

func TestSplitRecordsBySizesOfTheirOwn(t *testing.T) {
	const size layout.Field[int32] = 0
	records := decoded(splitRecords("answer", join(record32(8, 8), record32(24, 24), record32(16, 16)), size, 8))(t)
	equal(t, "number", len(records), 3)
	equal(t, "second", len(records[1]), 24)
	records = decoded(splitRecords("answer", join(record32(8, 8), record32(0, 32)), size, 8))(t)
	equal(t, "number before the end", len(records), 1)
	records = decoded(splitRecords("answer", nil, size, 8))(t)
	equal(t, "number of nothing", len(records), 0)
	for what, b := range map[string][]byte{
		"a size below the minimum": record32(7, 8), "a negative size": record32(-8, 8), "a record that is cut": record32(16, 12),
		"a size that is cut": join(record32(8, 8), make(layout.Record, 3)), "a size of 1": join(record32(8, 8), record32(1, 8)),
	} {
		_, err := splitRecords("answer", b, size, 8)
		isMalformed(t, what, err)
	}
	huge := make(layout.Record, 16)
	layout.Put(huge, layout.Field[uint64](0), 1<<63)
	_, err := splitRecords("answer", huge, layout.Field[uint64](0), 8)
	isMalformed(t, "a size of 2^63", err)
}

func TestNumbersOfEitherSize(t *testing.T) {
	equal(t, "32 bits", decoded(decodeNumber("answer", []byte{0xff, 0xff, 0xff, 0xff}))(t), 1<<32-1)
	equal(t, "64 bits", decoded(decodeNumber("answer", []byte{1, 0, 0, 0, 1, 0, 0, 0}))(t), 1<<32+1)
	equal(t, "a huge number", decoded(decodeNumber("answer", []byte{0, 0, 0, 0, 0, 0, 0, 0xff}))(t), math.MaxInt64)
	equal(t, "an int", decoded(decodeInt("answer", []byte{0xff, 0xff, 0xff, 0xff}))(t), -1)
	_, err := decodeNumber("answer", make([]byte, 5))
	isMalformed(t, "5 bytes", err)
	_, err = decodeNumber("answer", nil)
	isMalformed(t, "no bytes", err)
	_, err = decodeInt("answer", make([]byte, 8))
	isMalformed(t, "an int of 8 bytes", err)
}

func timevalRecord(seconds, fraction int64) layout.Record {
	r := make(layout.Record, sizeofTimeval)
	layout.Put(r, timevalSec, seconds)
	layout.Put(r, timevalUsec, fraction)
	return r
}

func TestDecodeTimeval(t *testing.T) {
	equal(t, "microseconds", decoded(decodeTimeval("answer", timevalRecord(1700000000, 250000)))(t), 1700000000250000)
	for _, r := range []layout.Record{timevalRecord(-1, 0), timevalRecord(1, -1), timevalRecord(1, 1e6), timevalRecord(1<<62, 0)} {
		equal(t, "no time", decoded(decodeTimeval("answer", r))(t), 0)
	}
	_, err := decodeTimeval("answer", make([]byte, 15))
	isMalformed(t, "a short one", err)
}
