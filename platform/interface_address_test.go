package platform

import "testing"

func TestHardwareAddress(t *testing.T) {
	for want, b := range map[string][]byte{"": nil, "0a": {10}, "00:1b:ff:a0:09:10": {0, 0x1b, 0xff, 0xa0, 9, 16}} {
		if got := HardwareAddress(b); got != want {
			t.Errorf("%v is written %q, want %q", b, got, want)
		}
	}
}

func TestPrefixLength(t *testing.T) {
	for _, c := range []struct {
		mask []byte
		want int32
	}{
		{nil, 0}, {[]byte{0, 0, 0, 0}, 0}, {[]byte{255, 255, 255, 0}, 24}, {[]byte{255, 255, 254, 0}, 23}, {[]byte{252, 0}, 6},
		{[]byte{255, 255, 255, 255}, 32}, {[]byte{255, 0, 255, 0}, NA}, {[]byte{254, 1}, NA}, {[]byte{253, 0}, NA}, {[]byte{254, 0x80}, NA},
	} {
		if got := PrefixLength(c.mask); got != c.want {
			t.Errorf("%v: %d, want %d", c.mask, got, c.want)
		}
	}
}
