package platform

import (
	"net/netip"
	"testing"
)

func TestAppendIP(t *testing.T) {
	for text, want := range map[string]string{
		"::": "::", "::1": "::1", "1::": "1::", "::ffff:1.2.3.4": "::ffff:1.2.3.4", "::1.2.3.4": "::1.2.3.4",
		"::2:0": "::0.2.0.0", "::ffff:0:0": "::ffff:0.0.0.0", "0:0:0:0:0:fffe:1:2": "::fffe:1:2",
		"1:0:0:2:0:0:0:3": "1:0:0:2::3", "1:0:0:2:3:0:0:4": "1::2:3:0:0:4", "1:0:2:3:4:5:6:7": "1:0:2:3:4:5:6:7",
		"0:1:2:3:4:5:6:7": "0:1:2:3:4:5:6:7", "fe80:0:0:0:1:0:0:0": "fe80::1:0:0:0", "2001:DB8::1": "2001:db8::1",
		"::ffff:1:2:3": "::ffff:1:2:3",
	} {
		ip := netip.MustParseAddr(text).As16()
		if got := string(AppendIP(nil, FamilyInet6, ip[:])); got != want {
			t.Errorf("%s is written %q, want %q", text, got, want)
		}
	}
	if got := string(AppendIP(nil, FamilyInet, []byte{255, 0, 10, 1})); got != "255.0.10.1" {
		t.Errorf("255.0.10.1 is written %q", got)
	}
}

func FuzzAppendIP(f *testing.F) {
	f.Add(make([]byte, 16))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != 16 {
			return
		}
		text := string(AppendIP(nil, FamilyInet6, b))
		if ip, err := netip.ParseAddr(text); err != nil || ip.As16() != [16]byte(b) {
			t.Errorf("%v is written %q", b, text)
		}
	})
}
